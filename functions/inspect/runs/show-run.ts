import * as v from 'valibot';
import type { RunAnswer, RunRequestOfInspect } from '#shared/messages/inspect-request.ts';
import { outcomePageKey, outcomePageSchema, type RunOutcome } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { findReceipt, isListed } from './read-receipt.ts';

/** One run, and a page of what became of each, if asked for. @throws {Error} in a sentence for an operator */
export async function showRun(
  { run, page }: RunRequestOfInspect,
  results: Pick<Objects, 'get' | 'list'>,
): Promise<RunAnswer> {
  const receipt = await findReceipt(run, results);
  if (receipt === 'missing') throw new Error(`There is no run ${run}`);
  if (receipt === 'unreadable') throw new Error(`The receipt of the run ${run} cannot be read by this version`);
  return page === undefined
    ? { run: receipt }
    : { run: receipt, outcomes: [...(await readOutcomes(run, page, results))] };
}

/** None where the page is not there: while a run goes on, a page may be there before the one in front of it. */
async function readOutcomes(
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
