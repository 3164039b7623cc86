import * as v from 'valibot';
import { outcomePageSchema, outcomesPrefix, type RunOutcome } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';

/** What became of each in a run, page after page. */
export async function readOutcomes(
  results: Pick<Objects, 'get' | 'list'>,
  run: string,
): Promise<readonly RunOutcome[]> {
  const outcomes: RunOutcome[] = [];
  for await (const { key } of results.list(outcomesPrefix(run))) {
    if (!/\/\d+\.json$/.test(key)) continue;
    const stored = await results.get(key);
    if (stored === 'missing') throw new Error(`${key} is gone`);
    outcomes.push(...v.parse(outcomePageSchema, JSON.parse(stored.bytes.toString())).outcomes);
  }
  return outcomes;
}
