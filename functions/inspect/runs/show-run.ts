import * as v from 'valibot';
import type { RunAnswer, RunRequestOfInspect } from '#shared/messages/inspect-request.ts';
import { outcomePageKey, outcomePageSchema, receiptKey, type RunOutcome } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { readReceipt } from './read-receipt.ts';

/** One run, and a page of what became of each, if asked for. @throws {Error} in a sentence for an operator */
export async function showRun(
  { run, page }: RunRequestOfInspect,
  results: Pick<Objects, 'get' | 'list'>,
): Promise<RunAnswer> {
  const receipt = (await isListed(receiptKey(run), results)) ? await readReceipt(run, results) : 'missing';
  if (receipt === 'missing') throw new Error(`There is no run ${run}`);
  if (receipt === 'unreadable') throw new Error(`The receipt of the run ${run} cannot be read by this version`);
  return page === undefined
    ? { run: receipt }
    : { run: receipt, outcomes: [...(await readOutcomes(run, page, results))] };
}

/** S3 calls a missing object forbidden where its reader may not list the whole bucket. */
async function isListed(key: string, results: Pick<Objects, 'list'>): Promise<boolean> {
  for await (const found of results.list(key)) return found.key === key;
  return false;
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
