import { createDeliverySample, type DeliverySample } from '#shared/delivery-sample.ts';
import type { BatchRecord, BatchWork } from '#shared/lambda/batch-edge.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import type { Log } from '#shared/ports.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';

/**
 * Names the deliveries whose events are all on the topic: nothing stored tells when that was, and a trace would have to guess
 * before which queue an event waits. One line for the whole batch, and of deliveries that were published at once a sample,
 * because a line is paid for by its bytes.
 */
export function tellPublished(
  publishEvents: BatchWork<Delivery>,
  log: Pick<Log, 'info'>,
  isInSample: DeliverySample = createDeliverySample(1),
): BatchWork<Delivery> {
  const isNamed = ({ noun, attempt, replay }: BatchRecord<Delivery>) =>
    attempt > 1 || replay !== undefined || noun.source === CANARY_SOURCE || isInSample(noun.id);
  return async function publishAndTell(records, deadline) {
    const failures = await publishEvents(records, deadline);
    const published = records.filter((record) => !failures.has(record.messageId) && isNamed(record));
    // A long array is several messages of one delivery.
    const deliveries = new Map(published.map((record) => [record.noun.id, nameDelivery(record)]));
    if (deliveries.size > 0)
      log.info('Deliveries published', { worker: 'dispatch', deliveries: [...deliveries.values()] });
    return failures;
  };
}

const nameDelivery = ({ noun: { id, source }, attempt, traceparent }: BatchRecord<Delivery>) => ({
  deliveryId: id,
  source,
  ...(attempt > 1 && { attempt }),
  ...tracedBy(traceparent),
});
