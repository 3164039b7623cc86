import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { eventAttributes } from '#shared/messages/attributes.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import type { Objects, Topic, TopicEntry } from '#shared/ports.ts';
import pMap from 'p-map';
import { createArrayOpener } from './array-opener.ts';
import { eventsOf } from './events-of.ts';
import { packBatches } from './pack-batches.ts';

/** PublishBatch calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;

export interface PublishEventsPorts {
  readonly events: Topic;
  readonly results: Objects;
}

interface EventEntry extends TopicEntry {
  readonly messageId: string;
}

/** The step delivery → events: publishes every event of the batch, packed over all its deliveries. */
export function createPublishEvents({ events: topic, results }: PublishEventsPorts) {
  return async function publishEvents(
    records: readonly BatchRecord<Delivery>[],
  ): Promise<ReadonlyMap<string, unknown>> {
    const failures = new Map<string, unknown>();
    const entries: EventEntry[] = [];
    const openArray = createArrayOpener(results);
    for (const { messageId, noun: delivery, traceparent } of records.toSorted(byBody)) {
      try {
        const events = await eventsOf(delivery, openArray, results);
        entries.push(
          ...events.map((event) => ({
            messageId,
            message: writeEvent(event),
            attributes: eventAttributes(event, traceparent),
          })),
        );
      } catch (error) {
        failures.set(messageId, error);
      }
    }
    const publish = async (batch: readonly EventEntry[]) => {
      const errors = await topic.publish(batch).catch((error: unknown) => batch.map(() => error));
      batch.forEach(({ messageId }, index) => {
        if (errors[index] !== undefined) failures.set(messageId, errors[index]);
      });
    };
    await pMap(packBatches(entries), publish, { concurrency: CALLS_AT_ONCE });
    return failures;
  };
}

/** Messages of one array follow each other, so that its body is read once. */
function byBody({ noun: a }: BatchRecord<Delivery>, { noun: b }: BatchRecord<Delivery>): number {
  const [keyA, keyB] = [a, b].map(({ body }) => ('key' in body ? body.key : ''));
  return (keyA ?? '') < (keyB ?? '') ? -1 : Number(keyA !== keyB);
}
