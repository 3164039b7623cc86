import * as v from 'valibot';

/** Where a scan of several ranges goes on: with which of them, and behind what of it. */
const placeSchema = v.strictObject({
  part: v.pipe(v.number(), v.integer(), v.minValue(0)),
  after: v.optional(v.string()),
});

export type Place = v.InferOutput<typeof placeSchema>;

export const writePlace = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** @param field whose cursor it is: `groups.cursor` */
export function readPlace(text: string | undefined, field: string): Place {
  if (text === undefined) return { part: 0 };
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), placeSchema), Buffer.from(text, 'base64url').toString());
  if (parsed.success) return parsed.output;
  throw new Error(`This is no request to inspect: ${field}: is not the cursor of an answer to the same request`);
}
