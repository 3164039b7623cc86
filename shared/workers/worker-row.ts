import { inflateRawSync } from 'node:zlib';
import * as v from 'valibot';

/** Of a row of custom.workers what `inspect` and `replay` need to know; a list that is left out means all. */
export const workerRowSchema = v.object({
  name: v.string(),
  impact: v.string(),
  types: v.exactOptional(v.array(v.string())),
  sources: v.exactOptional(v.array(v.string())),
  /** Where its results lie, ending in `/`. */
  resultsPrefix: v.string(),
  /** One object per batch, or one per event that is its own marker. */
  results: v.picklist(['batch', 'event']),
  /** What it has done outside of our own stores is kept in the markers table. */
  markers: v.exactOptional(v.literal(true)),
});

export type WorkerRow = v.InferOutput<typeof workerRowSchema>;

/**
 * The rows in their order, as functions/workers/wiring/replay-wiring.cjs writes them into the variable WORKER_ROWS.
 * @throws when the text is none of ours
 */
export function readWorkerRows(text: string): readonly WorkerRow[] {
  const json = inflateRawSync(Buffer.from(text, 'base64')).toString('utf8');
  return v.parse(v.array(workerRowSchema), JSON.parse(json));
}
