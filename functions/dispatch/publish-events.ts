import { GiveUp } from '#shared/errors.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { beforeDeadline, type Deadline } from '#shared/lambda/deadline.ts';
import { attributeValue, eventAttributes } from '#shared/messages/attributes.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import type { Objects, Topic, TopicEntry } from '#shared/ports.ts';
import pMap from 'p-map';
import { createArrayOpener, type ArrayOpener } from './array-opener.ts';
import { eventsOf } from './events-of.ts';
import { packBatches } from './pack-batches.ts';

/** PublishBatch calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;
/** A batch of a hundred arrays cut open would not fit into the function: what has gathered is published before the next is read. */
const GATHERED_CHARACTERS_MAX = 16 * 1024 * 1024;

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
    deadline: Deadline,
  ): Promise<ReadonlyMap<string, unknown>> {
    const failures = new Map<string, unknown>();
    const openArray = createArrayOpener(results);
    let gathered: EventEntry[] = [];
    let gatheredCharacters = 0;
    const publish = async (batch: readonly EventEntry[]) => {
      const errors = await beforeDeadline(deadline, () => topic.publish(batch)).catch((error: unknown) =>
        batch.map(() => error),
      );
      batch.forEach(({ messageId }, index) => noteFailure(failures, messageId, errors[index]));
    };
    const publishGathered = async () => {
      const batches = packBatches(gathered);
      gathered = [];
      gatheredCharacters = 0;
      await pMap(batches, publish, { concurrency: CALLS_AT_ONCE });
    };
    for (const record of records.toSorted(byBody)) {
      try {
        const entries = await beforeDeadline(deadline, () => entriesOf(record, openArray, results));
        gathered.push(...entries);
        gatheredCharacters += entries.reduce((sum, { message }) => sum + message.length, 0);
      } catch (error) {
        failures.set(record.messageId, error);
      }
      if (gatheredCharacters >= GATHERED_CHARACTERS_MAX) await publishGathered();
    }
    await publishGathered();
    return failures;
  };
}

async function entriesOf(
  { messageId, noun: delivery, traceparent }: BatchRecord<Delivery>,
  openArray: ArrayOpener,
  results: Objects,
): Promise<readonly EventEntry[]> {
  const events = await eventsOf(delivery, openArray, results);
  // One source's backlog must not hold up the others, neither here nor in any worker's queue.
  const group = attributeValue(delivery.source);
  return events.map((event) => ({
    messageId,
    message: writeEvent(event),
    attributes: eventAttributes(event, traceparent),
    group,
  }));
}

/** As long as one of its events may still be published, a delivery is tried again: only then is giving up on the rest no loss. */
function noteFailure(failures: Map<string, unknown>, messageId: string, error: unknown): void {
  if (error === undefined) return;
  const noted = failures.get(messageId);
  if (noted === undefined || noted instanceof GiveUp) failures.set(messageId, error);
}

/** Messages of one array follow each other, so that its body is read once. */
function byBody({ noun: a }: BatchRecord<Delivery>, { noun: b }: BatchRecord<Delivery>): number {
  const [keyA, keyB] = [keyOf(a), keyOf(b)];
  return keyA < keyB ? -1 : Number(keyA !== keyB);
}

const keyOf = ({ body }: Delivery) => ('key' in body ? body.key : '');
