import * as v from 'valibot';
import { entryProblems, readEntries } from './named-entries.ts';

/** Names that may be compared, or a prefix ending in `*`. */
const filterSchema = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  v.minLength(1, 'must have at least one; without the setting it takes all'),
);

/** Base64 behind `whsec_`. Node skips what is not base64, and a key made of the rest would be another than the receiver's. */
const secretSchema = v.pipe(
  v.string(),
  v.regex(
    /^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/,
    'must be a whsec_ secret: whsec_ and base64',
  ),
);

/** Any other scheme could only ever be a dead letter for every event. */
const urlSchema = v.pipe(v.string(), v.check(isHttp, 'must be an http or https URL'));

const between = (min: number, max: number, unit = '') => {
  const rule = `must be from ${min} to ${max}${unit}`;
  return v.pipe(v.number(), v.minValue(min, rule), v.maxValue(max, rule));
};

/** Where forward posts events to: one entry of `config/destinations.json`. */
export const destinationSchema = v.strictObject({
  url: urlSchema,
  /** Standard Webhooks secrets, `whsec_…`; each signs, so that the receiver can rotate. */
  secrets: v.pipe(v.array(secretSchema), v.minLength(1, 'must have at least one')),
  sources: v.optional(filterSchema),
  types: v.optional(filterSchema),
  timeoutSeconds: v.optional(between(1, 30, ' seconds'), 10),
  /** How fast dead letters come back once the destination is up again. */
  replaysPerSecond: v.optional(between(1, 1000), 10),
});

export const DESTINATIONS_KEY = 'config/destinations.json';

export type Destination = v.InferOutput<typeof destinationSchema>;
/** Destination name → destination, or `invalid` where its entry is. */
export type Destinations = Readonly<Record<string, Destination | 'invalid'>>;

/** A name is part of marker ids, so it has no slash in it. */
const destinations = {
  what: 'destinations',
  mapping: 'a destination name to its url and secrets',
  schema: destinationSchema,
  name: /^[A-Za-z0-9._-]{1,64}$/,
  nameRule: 'a destination name is at most 64 letters, digits, dots, underscores and hyphens',
};

/** @throws when the whole is no JSON object; a slip in one entry makes that entry `invalid` and nothing more. */
export const readDestinations = (text: string): Destinations => readEntries(text, destinations);

/** What is wrong with single destinations, by name and field, never with a value. */
export const destinationProblems = (text: string): readonly string[] => entryProblems(text, destinations);

function isHttp(text: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}
