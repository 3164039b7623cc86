import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** A webhook as this sender would write it, without its signature; placeholders stand where each sending has new values. */
export const sampleSchema = v.object({
  type: v.string(),
  /** The one that is sent where nobody asks for a type; without it the first by name. */
  isDefault: v.optional(v.literal(true)),
  /** Names in lower case. */
  headers: v.record(v.string(), v.string()),
  // In this order: an array passes for a record, and comes out as one.
  body: v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]),
});

export type Sample = v.InferOutput<typeof sampleSchema>;

/** The samples of a provider, the default one first and then by file name; for trying out and for tests, never in a function's bundle. */
export function readSamples(provider: string): readonly Sample[] {
  const folder = join(import.meta.dirname, provider, 'samples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const samples = names
    .toSorted()
    .map((name) => v.parse(sampleSchema, JSON.parse(readFileSync(join(folder, name), 'utf8'))));
  return samples.toSorted((one, other) => Number(other.isDefault ?? false) - Number(one.isDefault ?? false));
}
