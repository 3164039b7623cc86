import * as v from 'valibot';

/** What a run may be called. */
export const RUN_NAME = /^[0-9A-Za-z-]{8,64}$/;

/** What a replayed message carries as its attribute `replay`: by which run, and how often this event was replayed with it. */
export const replayMarkSchema = v.object({
  run: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** A new effect on purpose: what markers and results say of an earlier one does not count for this run. */
  force: v.optional(v.literal(true)),
  /** It came from the archive: mostly no dead letter of it was ever there that a result could close. */
  backfill: v.optional(v.literal(true)),
});

export type ReplayMark = v.InferOutput<typeof replayMarkSchema>;

export const writeReplayMark = (mark: ReplayMark): string => JSON.stringify(mark);

/** The run that forces a new effect, if one does. It becomes part of keys, and nothing but its name may. */
export const forcedBy = (mark: ReplayMark | undefined): string | undefined =>
  mark?.force && RUN_NAME.test(mark.run) ? mark.run : undefined;

/** @throws when the text is no replay mark of ours */
export const readReplayMark = (text: string): ReplayMark => v.parse(replayMarkSchema, JSON.parse(text));
