import * as v from 'valibot';
import { receiptKey, receiptSchema, type Receipt } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';

/** `unreadable` is one that another version of this code wrote, or something else did. */
export async function readReceipt(
  run: string,
  results: Pick<Objects, 'get'>,
): Promise<Receipt | 'missing' | 'unreadable'> {
  const stored = await results.get(receiptKey(run));
  if (stored === 'missing') return 'missing';
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), stored.bytes.toString('utf8'));
  return parsed.success ? parsed.output : 'unreadable';
}

/** The same for a run that may not be there. S3 calls a missing object forbidden where its reader may not list the whole bucket. */
export async function findReceipt(
  run: string,
  results: Pick<Objects, 'get' | 'list'>,
): Promise<Receipt | 'missing' | 'unreadable'> {
  return (await isListed(receiptKey(run), results)) ? readReceipt(run, results) : 'missing';
}

export async function isListed(key: string, results: Pick<Objects, 'list'>): Promise<boolean> {
  for await (const found of results.list(key)) return found.key === key;
  return false;
}
