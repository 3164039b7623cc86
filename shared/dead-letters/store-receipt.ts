import { outcomePageKey, receiptKey, type Receipt, type RunOutcome } from '../messages/receipt.ts';
import type { Objects } from '../ports.ts';

const JSON_TYPE = { contentType: 'application/json' };

/** Overwrites what the receipt said before. */
export const storeReceipt = (results: Pick<Objects, 'put'>, receipt: Receipt): Promise<void> =>
  results.put(receiptKey(receipt.run), jsonOf(receipt), JSON_TYPE);

/** Of two that begin a run of the same name one alone is `stored`. */
export const storeFirstReceipt = (results: Pick<Objects, 'putIfAbsent'>, receipt: Receipt) =>
  results.putIfAbsent(receiptKey(receipt.run), jsonOf(receipt), JSON_TYPE);

export interface OutcomePage {
  readonly run: string;
  /** From 1 on. */
  readonly page: number;
  readonly outcomes: readonly RunOutcome[];
}

export const storeOutcomes = (results: Pick<Objects, 'put'>, { run, page, outcomes }: OutcomePage): Promise<void> =>
  results.put(outcomePageKey(run, page), jsonOf({ v: 1, outcomes }), JSON_TYPE);

const jsonOf = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
