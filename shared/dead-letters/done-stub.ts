import * as v from 'valibot';

/**
 * Stands where a dead letter would: the event has its result, and no dead letter of it came by yet. It has no message and
 * is in no index; a copy that arrives later is kept as done.
 */
export const doneStubSchema = v.object({
  v: v.literal(1),
  id: v.string(),
  worker: v.string(),
  eventId: v.string(),
  state: v.literal('done'),
  /** How often the event had been replayed when its result came. */
  replays: v.number(),
  closedAt: v.string(),
  expiresAt: v.number(),
});

export type DoneStub = v.InferOutput<typeof doneStubSchema>;
