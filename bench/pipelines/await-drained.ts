import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Endpoints } from '../../local/endpoints.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;
const attributesSchema = v.object({ Attributes: v.record(v.string(), v.string()) });
/** Rare enough to take nothing from what is measured. */
const LOOK_EVERY_MS = 25;

/** What is in a queue, taken or not. */
export async function countWaiting({ aws }: Pick<Endpoints, 'aws'>, queueUrl: string): Promise<number> {
  const answer = await fetch(aws, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueAttributes' },
    body: JSON.stringify({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  });
  const { Attributes } = v.parse(attributesSchema, await answer.json());
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/**
 * Resolves when nothing is left in any queue: a message leaves its queue only after what follows from it lies on the next,
 * so they are waited for in the order of the flow.
 * @throws where something failed: figures of a run that lost its way mean nothing
 */
export async function awaitDrained(endpoints: Endpoints, signal?: AbortSignal): Promise<void> {
  const queues = Object.entries(endpoints.queues).toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  for (const [name, url] of queues) {
    // oxlint-disable no-await-in-loop -- one queue after the other
    if (isForDeadLetters(name)) {
      const dead = await countWaiting(endpoints, url);
      if (dead > 0) throw new Error(`${dead} dead letters in ${name}`);
    }
    while ((await countWaiting(endpoints, url)) > 0) {
      signal?.throwIfAborted();
      await sleep(LOOK_EVERY_MS);
    }
    // oxlint-enable no-await-in-loop
  }
}

const isForDeadLetters = (name: string) => /dead-?letter/i.test(name);
const placeOf = (name: string) => (isForDeadLetters(name) ? 2 : /deliveries/i.test(name) ? 0 : 1);
