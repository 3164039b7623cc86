import * as v from 'valibot';
import { failureSchema } from './failure.ts';

/**
 * `open` waits for an operator · `replaying` is being sent by a run · `replayed` is back on its worker's queue · `done` has
 * its result after all · `discarded` was closed by hand · `quarantined` was replayed too often.
 */
export const deadLetterStateSchema = v.picklist(['open', 'replaying', 'replayed', 'done', 'discarded', 'quarantined']);

/** Of these only a forced run sends one, or where its replay was lost. */
const closedStateSchema = v.picklist(['replayed', 'done', 'discarded', 'quarantined']);

/** What lists show and the indexes hold: everything but the message itself. */
export const deadLetterSummarySchema = v.object({
  v: v.literal(1),
  /** `<worker>/<event id>`: a second copy of a dead letter falls on the same id. */
  id: v.string(),
  worker: v.string(),
  /** For dispatch the delivery's id; of an array's list `<delivery id>.<first event id>`. */
  eventId: v.string(),
  deliveryId: v.optional(v.string()),
  senderEventId: v.optional(v.string()),
  source: v.optional(v.string()),
  type: v.optional(v.string()),
  receivedAt: v.optional(v.string()),
  state: deadLetterStateSchema,
  failure: failureSchema,
  /** How often it was sent back. */
  replays: v.number(),
  /** How often it arrived here; above 1 it was a dead letter again after a replay, or came twice. */
  arrivals: v.number(),
  recordedAt: v.string(),
  /** The run that holds it or sent it last. */
  run: v.optional(v.string()),
  /** While `replaying`: until when the run that claimed it may be alive. */
  claimedUntil: v.optional(v.string()),
  closedAt: v.optional(v.string()),
  expiresAt: v.number(),
});

/** The record of one dead letter, its message untouched. */
export const deadLetterSchema = v.object({
  ...deadLetterSummarySchema.entries,
  /** While `replaying`, where it was not open before: what a claim that passes leaves behind is that again. */
  claimedFrom: v.optional(v.object({ state: closedStateSchema, run: v.optional(v.string()) })),
  body: v.string(),
  /** The message's own, without `failure` and `replay`. */
  attributes: v.record(v.string(), v.string()),
});

export type DeadLetterState = v.InferOutput<typeof deadLetterStateSchema>;
export type DeadLetterSummary = v.InferOutput<typeof deadLetterSummarySchema>;
export type DeadLetter = v.InferOutput<typeof deadLetterSchema>;

/** By worker and state in the order in which they failed last: everything but the message. */
export const BY_TIME = 'by-time';
/** By worker and state, the same fingerprints side by side: small items, so that one scan counts them all. */
export const BY_GROUP = 'by-group';

export const workerState = (worker: string, state: DeadLetterState) => `${worker}/${state}`;
/** No fingerprint has a slash. */
export const groupAt = (fingerprint: string, lastAt = '') => `${fingerprint}/${lastAt}`;

/** What the table stores besides the dead letter itself, so that the indexes find it. */
export function indexKeys({ worker, state, failure: { fingerprint, firstAt, lastAt } }: DeadLetterSummary) {
  return { workerState: workerState(worker, state), firstAt, lastAt, groupAt: groupAt(fingerprint, lastAt) };
}
