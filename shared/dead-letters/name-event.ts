import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { deadLetterEventId } from './dead-letter-key.ts';
import type { DeadLetterSummary } from '../messages/dead-letter.ts';

export type EventName = Pick<
  DeadLetterSummary,
  'eventId' | 'deliveryId' | 'senderEventId' | 'source' | 'type' | 'receivedAt'
>;

/**
 * Whose dead letter this is, by its body. More lenient than the readers of messages: a newer version, and whatever a
 * reader refuses, must be kept too.
 * @param worker `dispatch` for deliveries
 */
export function nameEvent(worker: string, body: string): EventName {
  const json = parseJson(body);
  const named = worker === 'dispatch' ? v.safeParse(deliveryName, json) : v.safeParse(eventName, json);
  return named.success ? named.output : { eventId: `unreadable-${hashOf(body)}` };
}

/** It becomes part of a table's key, which has at most 2,048 bytes. */
const id = v.pipe(v.string(), v.regex(/^[\u0021-\u007e]{1,256}$/));
const ifText = v.fallback(v.optional(v.string()), undefined);

const eventName = v.pipe(
  v.object({
    id,
    deliveryId: ifText,
    senderEventId: ifText,
    source: ifText,
    type: ifText,
    receivedAt: ifText,
  }),
  v.transform(({ id, ...rest }): EventName => ({ eventId: id, ...rest })),
);

const deliveryName = v.pipe(
  v.object({
    id,
    senderEventId: ifText,
    source: ifText,
    receivedAt: ifText,
    events: v.pipe(v.array(v.object({ id, type: ifText, pointer: v.optional(v.string()) })), v.minLength(1)),
  }),
  v.transform(({ id, events, ...rest }): EventName => {
    const only = events.length === 1 ? events[0] : undefined;
    return { ...rest, eventId: deadLetterEventId({ id, events }), deliveryId: id, type: only?.type };
  }),
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is no name; the caller's schema says so of undefined.
    return undefined;
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
