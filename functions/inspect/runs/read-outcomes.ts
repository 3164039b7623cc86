import * as v from 'valibot';
import { outcomePageKey, outcomePageSchema, type RunOutcome } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { isListed } from './read-receipt.ts';

/** None where the page is not there: while a run goes on, a page may be there before the one in front of it. */
export async function readOutcomes(
  run: string,
  page: number,
  results: Pick<Objects, 'get' | 'list'>,
): Promise<readonly RunOutcome[]> {
  const key = outcomePageKey(run, page);
  const stored = (await isListed(key, results)) ? await results.get(key) : 'missing';
  if (stored === 'missing') return [];
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), outcomePageSchema), stored.bytes.toString('utf8'));
  if (parsed.success) return parsed.output.outcomes;
  throw new Error(`Page ${page} of the outcomes of the run ${run} cannot be read by this version`);
}
