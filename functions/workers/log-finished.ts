import { createDeliverySample, type DeliverySample } from '#shared/delivery-sample.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import type { Event } from '#shared/messages/event.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import type { Log } from '#shared/ports.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';

/** A batch may hold ten thousand events; a line of a hundred is about 15 KB, and CloudWatch takes 256 KB. */
const LINE_LIMITS = { countMax: 100, bytesMax: Infinity };

/**
 * Names the events whose results are stored, so that whoever watches the log sees them end: one line for many. Of those with
 * which all went well it names a sample; what failed before, was replayed or is the canary is always told.
 */
export function logFinished(
  worker: string,
  finished: readonly BatchRecord<Event>[],
  log: Pick<Log, 'info'>,
  isInSample: DeliverySample = createDeliverySample(1),
): void {
  const isNamed = ({ noun, attempt, replay }: BatchRecord<Event>) =>
    attempt > 1 || replay !== undefined || noun.source === CANARY_SOURCE || isInSample(noun.deliveryId);
  for (const records of packWithin(finished.filter(isNamed), () => 0, LINE_LIMITS)) {
    log.info('Events finished', { worker, events: records.map(nameEvent) });
  }
}

/** What most have in common is left out: it is paid for by the byte. */
function nameEvent({ noun: { id, deliveryId, source, type }, attempt, traceparent }: BatchRecord<Event>) {
  return {
    eventId: id,
    ...(deliveryId !== id && { deliveryId }),
    source,
    type,
    ...(attempt > 1 && { attempt }),
    ...tracedBy(traceparent),
  };
}
