import type { RunAnswer, RunRequestOfInspect } from '#shared/messages/inspect-request.ts';
import { readOutcomes } from './read-outcomes.ts';
import { findReceipt } from './read-receipt.ts';
import { sentSince, type SentSincePorts } from './sent-since.ts';

/**
 * One run, and if asked for a page of what became of each, or what became since of all that it sent.
 * @throws {Error} in a sentence for an operator
 */
export async function showRun(
  { run, page, sinceOfPage }: RunRequestOfInspect,
  ports: SentSincePorts,
): Promise<RunAnswer> {
  const { results } = ports;
  const receipt = await findReceipt(run, results);
  if (receipt === 'missing') throw new Error(`There is no run ${run}`);
  if (receipt === 'unreadable') throw new Error(`The receipt of the run ${run} cannot be read by this version`);
  return {
    run: receipt,
    ...(page !== undefined && { outcomes: [...(await readOutcomes(run, page, results))] }),
    ...(sinceOfPage !== undefined && (await sentSince(receipt, sinceOfPage, ports))),
  };
}
