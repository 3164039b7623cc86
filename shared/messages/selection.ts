import * as v from 'valibot';

/** Of one request; a list that is longer is several. */
const IDS_MAX = 10_000;

export const selectionEntries = {
  /** A worker, or `dispatch`. */
  from: v.pipe(v.string(), v.minLength(1)),
  /** Event ids. */
  ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1), v.maxLength(IDS_MAX))),
  fingerprints: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1), v.maxLength(100))),
  all: v.optional(v.literal(true)),
};

interface Ways {
  readonly ids?: readonly string[] | undefined;
  readonly fingerprints?: readonly string[] | undefined;
  readonly all?: true | undefined;
}

export const saysOneWay = ({ ids, fingerprints, all }: Ways) =>
  [ids, fingerprints, all].filter((one) => one !== undefined).length === 1;

export const ONE_WAY = 'says exactly one of ids, fingerprints and all';

/** Which dead letters of one worker are meant: exactly one of ids, fingerprints and all. */
export const selectionSchema = v.pipe(
  v.strictObject(selectionEntries),
  v.check((selection) => saysOneWay(selection), ONE_WAY),
);

export type Selection = v.InferOutput<typeof selectionSchema>;
