import * as v from 'valibot';

/** What a replayed message carries as its attribute `replay`: by which run, and how often this event was replayed with it. */
export const replayMarkSchema = v.object({ run: v.string(), count: v.pipe(v.number(), v.integer(), v.minValue(1)) });

export type ReplayMark = v.InferOutput<typeof replayMarkSchema>;

export const writeReplayMark = (mark: ReplayMark): string => JSON.stringify(mark);

/** @throws when the text is no replay mark of ours */
export const readReplayMark = (text: string): ReplayMark => v.parse(replayMarkSchema, JSON.parse(text));
