import * as v from 'valibot';
import { asciiJson } from './ascii-json.ts';
import { bodyPointerSchema, bodySchema } from './body.ts';
import { readVersioned } from './read-versioned.ts';

/** One thing that happened: what dispatch publishes and a worker sees. Everything later is keyed by its id. */
export const eventSchema = v.object({
  v: v.literal(1),
  id: v.string(),
  senderEventId: v.optional(v.string()),
  type: v.string(),
  source: v.string(),
  provider: v.string(),
  deliveryId: v.string(),
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  headers: v.record(v.string(), v.string()),
  contentType: v.string(),
  /** Only where its source is not kept for as long as the stage keeps the others. */
  retentionDays: v.optional(v.number()),
  /** The signed bytes, or, of an array, this event's own element as it stood in them. */
  body: bodySchema,
  /** Only of an array: where the element stood, and the signed body, kept once for all its events. */
  element: v.optional(v.object({ index: v.number(), pointer: v.string(), signedBody: bodyPointerSchema })),
});

export type Event = v.InferOutput<typeof eventSchema>;

export const writeEvent = (event: Event): string => asciiJson(event);

/** @throws {RetryLater} for a newer version than this code knows; an ordinary error for anything that is no event. */
export const readEvent = (text: string): Event => readVersioned('event', eventSchema, text);
