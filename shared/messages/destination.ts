import * as v from 'valibot';

/** Names that may be compared, or a prefix ending in `*`. */
const filterSchema = v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1));

/** Where forward posts events to: one entry of `config/destinations.json`. */
export const destinationSchema = v.strictObject({
  url: v.pipe(v.string(), v.url()),
  /** Standard Webhooks secrets, `whsec_…`; each signs, so that the receiver can rotate. */
  secrets: v.pipe(v.array(v.pipe(v.string(), v.startsWith('whsec_'))), v.minLength(1)),
  sources: v.optional(filterSchema),
  types: v.optional(filterSchema),
  timeoutSeconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(30)), 10),
  /** How fast dead letters come back once the destination is up again. */
  replaysPerSecond: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1000)), 10),
});

export const DESTINATIONS_KEY = 'config/destinations.json';

export type Destination = v.InferOutput<typeof destinationSchema>;
