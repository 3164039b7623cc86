import { receiptKey, type Receipt } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';

export interface Receipts {
  write(receipt: Receipt): Promise<void>;
}

/** Receipts lie in the results bucket, one object per run. */
export function createReceipts(results: Pick<Objects, 'put'>): Receipts {
  return {
    write: (receipt) =>
      results.put(receiptKey(receipt.run), Buffer.from(`${JSON.stringify(receipt)}\n`), {
        contentType: 'application/json',
      }),
  };
}
