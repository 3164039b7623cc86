import * as v from 'valibot';

/** How far a walk has come in one of its streams. */
const positionSchema = v.union([
  v.literal('end'),
  v.strictObject({
    /** `next` of the page before the one that it stands in; none for the first. */
    after: v.optional(v.string()),
    /** The last that were met of that page, and when the last of them failed; none where it stands at the page's begin. */
    met: v.optional(v.strictObject({ at: v.string(), ids: v.array(v.string()) })),
  }),
]);

export type Position = v.InferOutput<typeof positionSchema>;
export type Met = NonNullable<Exclude<Position, 'end'>['met']>;

/** Where a walk goes on: the position in each of its streams, in their order. */
export const writeCursor = (positions: readonly Position[]): string =>
  Buffer.from(JSON.stringify(positions)).toString('base64url');

/** @param field whose cursor it is: `list.cursor` */
export function readCursor(text: string, streamsCount: number, field: string): readonly Position[] {
  const schema = v.pipe(v.string(), v.parseJson(), v.array(positionSchema), v.length(streamsCount));
  const parsed = v.safeParse(schema, Buffer.from(text, 'base64url').toString());
  if (parsed.success) return parsed.output;
  throw new Error(`This is no request to inspect: ${field}: is not the cursor of an answer to the same request`);
}
