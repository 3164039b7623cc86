import { createHash, randomUUID } from 'node:crypto';
import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import { writeFailure, type Failure } from '#shared/messages/failure.ts';
import type { BodyPointer } from '#shared/messages/body.ts';
import { givenDeadLetter, givenFailure } from '../given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../given-messages.ts';
import { charge, stripeEvent } from '../given-money.ts';
import type { WatchedPipeline } from './pipeline-under-watch.ts';

/** One of those that the stage offers: what is kept for less is tagged. */
export const RETENTION_DAYS = 30;
export const FINGERPRINT = 'abcdabcdabcdabcd';

export const newId = (): string => randomUUID().replaceAll('-', '');

/** An event that every worker can finish; the ledger's is of money. */
export function finishable(worker: string, overrides: Partial<Event> = {}): Event {
  const id = newId();
  const own = { id, deliveryId: id, receivedAt: new Date().toISOString(), retentionDays: RETENTION_DAYS, ...overrides };
  if (worker !== 'ledger') return givenEvent(own);
  return { ...stripeEvent('charge.succeeded', charge({ id: `ch_${id}` })), ...own };
}

/** What lies on the queue of a worker, or of dispatch. */
export function messageOf(worker: string): { readonly id: string; readonly body: string } {
  const event = finishable(worker);
  if (worker !== 'dispatch') return { id: event.id, body: writeEvent(event) };
  const { id, receivedAt } = event;
  return { id, body: writeDelivery(givenDelivery({ id, receivedAt, events: [{ id, type: 'charge.refunded' }] })) };
}

/** A large body in the bucket. @param isThere whether it has not been forgotten by now */
export async function givenPointer({ results }: WatchedPipeline, isThere: boolean): Promise<BodyPointer> {
  const bytes = Buffer.from(JSON.stringify({ id: newId() }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `claim-checks/made-up/${sha256}`;
  if (isThere) await results.put(key, bytes, { contentType: 'application/json' });
  return { bucket: results.bucket, key, bytes: bytes.length, sha256 };
}

/** A message whose body lies, or once lay, in the bucket. */
export async function givenLarge(pipeline: WatchedPipeline, worker: string, isThere: boolean): Promise<string> {
  const body = await givenPointer(pipeline, isThere);
  if (worker !== 'dispatch') return writeEvent(finishable(worker, { body }));
  const id = newId();
  return writeDelivery(givenDelivery({ id, body, events: [{ id, type: 'charge.refunded', pointer: '/id' }] }));
}

/** As a worker itself sends what it could not finish. @returns the event's id */
export async function sendDeadLetter(pipeline: WatchedPipeline, worker: string, times = 1): Promise<string> {
  const { id, body } = messageOf(worker);
  const failure = writeFailure(givenFailure({ worker, fingerprint: FINGERPRINT }));
  const queue = `${worker === 'dispatch' ? 'deliveries' : worker}-dead-letters`;
  const sending = Array.from({ length: times }, () =>
    pipeline.send(queue, body, { source: 'stripe-eu', type: 'charge.refunded', failure }),
  );
  await Promise.all(sending);
  return id;
}

/** As the keeper has recorded it. */
export async function recordDeadLetter(
  { deadLetters }: WatchedPipeline,
  worker: string,
  event: Event,
  failure: Partial<Failure> = {},
): Promise<string> {
  const { id: eventId, deliveryId, source, type, receivedAt } = event;
  const recorded = givenDeadLetter({
    worker,
    eventId,
    deliveryId,
    source,
    type,
    receivedAt,
    body: writeEvent(event),
    failure: givenFailure({ worker, fingerprint: FINGERPRINT, ...failure }),
  });
  await deadLetters.store.put(recorded, 'absent');
  return eventId;
}

/** Somebody else writes the record. */
export async function touch({ deadLetters: { store } }: WatchedPipeline, id: string): Promise<void> {
  const stored = await store.get(id);
  if (stored && 'arrivals' in stored.record) {
    await store.put({ ...stored.record, arrivals: stored.record.arrivals + 1 }, stored.revision);
  }
}
