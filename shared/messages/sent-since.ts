import * as v from 'valibot';

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What has become of the events that a run sent, as their dead-letter records say it now. */
export const sentSinceSchema = v.object({
  /** Have their result. */
  result: countSchema,
  /** Are on their worker's queue, or are being worked on. */
  waiting: countSchema,
  /** Are dead letters again. */
  failedAgain: countSchema,
  /** Were sent again by a later run, which has what came of that. A version that does not know it counts them elsewhere. */
  sentLater: v.optional(countSchema, 0),
  discarded: countSchema,
  quarantined: countSchema,
  /** Have no record: what is sent from the archive has one only if it fails, and records expire. */
  unknown: countSchema,
});

export type SentSince = v.InferOutput<typeof sentSinceSchema>;

export const NOTHING_SINCE: SentSince = {
  result: 0,
  waiting: 0,
  failedAgain: 0,
  sentLater: 0,
  discarded: 0,
  quarantined: 0,
  unknown: 0,
};

export function addSince(one: SentSince, other: SentSince): SentSince {
  return {
    result: one.result + other.result,
    waiting: one.waiting + other.waiting,
    failedAgain: one.failedAgain + other.failedAgain,
    sentLater: one.sentLater + other.sentLater,
    discarded: one.discarded + other.discarded,
    quarantined: one.quarantined + other.quarantined,
    unknown: one.unknown + other.unknown,
  };
}
