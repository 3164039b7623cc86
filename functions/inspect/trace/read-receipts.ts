import type { Receipt } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { findReceipt } from '../runs/read-receipt.ts';

export interface ReadReceipts {
  /** By run. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  readonly gaps: readonly string[];
}

/** The receipts of these runs, to say who sent a dead letter back and why. */
export async function readReceipts(
  runs: readonly string[],
  results: Pick<Objects, 'get' | 'list'>,
): Promise<ReadReceipts> {
  const receipts = new Map<string, Receipt>();
  const gaps: string[] = [];
  for (const run of runs) {
    const receipt = await findReceipt(run, results);
    if (receipt === 'missing') gaps.push(`The receipt of run ${run} is not there.`);
    else if (receipt === 'unreadable') gaps.push(`The receipt of run ${run} cannot be read.`);
    else receipts.set(run, receipt);
  }
  return { receipts, gaps };
}
