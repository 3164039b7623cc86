import * as v from 'valibot';
import type { QueueMessage } from '../ports.ts';
import { asciiJson } from './ascii-json.ts';
import type { Delivery } from './delivery.ts';
import { readVersioned } from './read-versioned.ts';

/** A message that the deliveries queue did not confirm, exactly as it was to be sent: what lies under `spilled/`. */
export const spilledMessageSchema = v.object({
  v: v.literal(1),
  body: v.string(),
  attributes: v.record(v.string(), v.string()),
  group: v.optional(v.string()),
});

export const SPILLED_PREFIX = 'spilled/';

/**
 * Sorts by when the webhook came. A delivery's id is hexadecimal: nothing of a sender or of a source's name is in a key.
 * @param index which of the delivery's messages it is
 */
export const spilledKey = ({ receivedAt, id }: Pick<Delivery, 'receivedAt' | 'id'>, index: number): string =>
  `${SPILLED_PREFIX}${receivedAt}/${id}-${index}.json`;

export function writeSpilledMessage({ body, attributes, group }: QueueMessage): Buffer {
  return Buffer.from(asciiJson({ v: 1, body, attributes, ...(group !== undefined && { group }) }));
}

/** @throws {RetryLater} for a newer version than this code knows; an ordinary error for anything that is none. */
export function readSpilledMessage(bytes: Buffer): QueueMessage {
  const { body, attributes, group } = readVersioned('spilled message', spilledMessageSchema, bytes.toString('utf8'));
  return { body, attributes, ...(group !== undefined && { group }) };
}
