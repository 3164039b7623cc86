import { createHash, randomUUID } from 'node:crypto';
import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { givenFailure } from '../given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../given-messages.ts';
import { charge, stripeEvent } from '../given-money.ts';
import type { WatchedPipeline } from './pipeline-under-watch.ts';

export const newId = (): string => randomUUID().replaceAll('-', '');

/** An event that every worker can finish; the ledger's is of money. */
export function finishable(worker: string): Event {
  const id = newId();
  const noun = { id, deliveryId: id, receivedAt: new Date().toISOString() };
  if (worker !== 'ledger') return givenEvent(noun);
  return { ...stripeEvent('charge.succeeded', charge({ id: `ch_${id}` })), ...noun };
}

/** What lies on the queue of a worker, or of dispatch. */
export function messageOf(worker: string): { readonly id: string; readonly body: string } {
  const event = finishable(worker);
  if (worker !== 'dispatch') return { id: event.id, body: writeEvent(event) };
  const { id, receivedAt } = event;
  return { id, body: writeDelivery(givenDelivery({ id, receivedAt, events: [{ id, type: 'charge.refunded' }] })) };
}

/** @returns the body of a message whose own body lies in the bucket */
export async function givenLargeBody({ results }: WatchedPipeline, worker: string): Promise<string> {
  const bytes = Buffer.from(JSON.stringify({ id: randomUUID() }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `claim-checks/made-up/${sha256}`;
  await results.put(key, bytes, { contentType: 'application/json' });
  return writeEvent({ ...finishable(worker), body: { bucket: results.bucket, key, bytes: bytes.length, sha256 } });
}

/** As a worker itself sends what it could not finish. @returns the event's id */
export async function sendDeadLetter(pipeline: WatchedPipeline, worker: string, times = 1): Promise<string> {
  const { id, body } = messageOf(worker);
  const failure = writeFailure(givenFailure({ worker, fingerprint: 'abcdabcdabcdabcd' }));
  const queue = `${worker === 'dispatch' ? 'deliveries' : worker}-dead-letters`;
  for (let sent = 0; sent < times; sent += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the second must meet the record of the first
    await pipeline.send(queue, body, { source: 'stripe-eu', type: 'charge.refunded', failure });
  }
  return id;
}
