import * as v from 'valibot';

/** Which dead letters of one worker are meant: exactly one of ids, fingerprints and all. */
export const selectionSchema = v.pipe(
  v.strictObject({
    /** A worker, or `dispatch`. */
    from: v.pipe(v.string(), v.minLength(1)),
    ids: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    fingerprints: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    all: v.optional(v.literal(true)),
  }),
  v.check(
    ({ ids, fingerprints, all }) => [ids, fingerprints, all].filter((one) => one !== undefined).length === 1,
    'says exactly one of ids, fingerprints and all',
  ),
);

export type Selection = v.InferOutput<typeof selectionSchema>;
