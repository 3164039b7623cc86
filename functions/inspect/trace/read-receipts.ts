import * as v from 'valibot';
import { receiptKey, receiptSchema, type Receipt } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';

export interface ReadReceipts {
  /** By run. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  readonly gaps: readonly string[];
}

/** The receipts of these runs, to say who sent a dead letter back and why. */
export async function readReceipts(runs: readonly string[], results: Pick<Objects, 'get'>): Promise<ReadReceipts> {
  const receipts = new Map<string, Receipt>();
  const gaps: string[] = [];
  for (const run of runs) {
    const stored = await results.get(receiptKey(run));
    const parsed =
      stored !== 'missing' &&
      v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), stored.bytes.toString('utf8'));
    if (parsed && parsed.success) receipts.set(run, parsed.output);
    else gaps.push(`The receipt of run ${run} ${parsed ? 'cannot be read' : 'is not there'}.`);
  }
  return { receipts, gaps };
}
