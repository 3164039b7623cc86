import { hash } from 'node:crypto';
import * as v from 'valibot';
import { withoutLiterals } from '#shared/expressions/without-literals.ts';
import {
  erasedIdsKey,
  erasureKey,
  erasureReceiptSchema,
  type Erase,
  type ErasureReceipt,
} from '#shared/messages/erase-request.ts';
import type { Who } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { noCounts } from './erasing.ts';

const JSON_TYPE = { contentType: 'application/json' };
const toBytes = (entry: unknown) => Buffer.from(`${JSON.stringify(entry)}\n`);

/**
 * The receipt of a new erasure, before anything is erased; or that of the one that is called so already, to go on with it.
 * @throws {Error} where that one was asked for something else
 */
export async function openErasure(
  asked: Erase & { readonly erasure: string },
  who: Who,
  { results, now }: { readonly results: Pick<Objects, 'get' | 'putIfAbsent'>; readonly now: Date },
): Promise<ErasureReceipt> {
  const begun = newReceipt(asked, who, now);
  const key = erasureKey(asked.erasure);
  if ((await results.putIfAbsent(key, toBytes(begun), JSON_TYPE)) === 'stored') return begun;
  const stored = await results.get(key);
  if (stored === 'missing') throw new Error(`The receipt of the erasure ${asked.erasure} was there and is gone`);
  const receipt = v.parse(erasureReceiptSchema, JSON.parse(stored.bytes.toString('utf8')));
  if (receipt.requestSha256 !== begun.requestSha256) {
    throw new Error(`The erasure ${asked.erasure} was asked for something else: choose another name`);
  }
  if (receipt.state === 'finished') return receipt;
  // Whoever ends writes another state: that call has died, or works at this moment.
  const died = receipt.state === 'running' ? { isAtLeast: true as const } : {};
  return { ...receipt, ...died, state: 'running', calls: receipt.calls + 1 };
}

/** Overwrites what it said before. */
export const storeErasure = (receipt: ErasureReceipt, results: Pick<Objects, 'put'>): Promise<void> =>
  results.put(erasureKey(receipt.erasure), toBytes(receipt), JSON_TYPE);

export const storeErasedIds = (
  erasure: string,
  { page, ids }: { readonly page: string; readonly ids: readonly string[] },
  results: Pick<Objects, 'put'>,
): Promise<void> => results.put(erasedIdsKey(erasure, page), toBytes({ v: 1, ids }), JSON_TYPE);

function newReceipt(asked: Erase & { readonly erasure: string }, who: Who, now: Date): ErasureReceipt {
  const { erasure, identity: _identity, dryRun: _dryRun, after: _after, reason = '', where, ...selection } = asked;
  const startedAt = now.toISOString();
  return {
    v: 1,
    erasure,
    who,
    reason,
    startedAt,
    updatedAt: startedAt,
    selection: { ...selection, ...(where !== undefined && { where: withoutLiterals(where) }) },
    requestSha256: hash('sha256', JSON.stringify([selection, where, reason]), 'hex'),
    calls: 1,
    state: 'running',
    before: asked.between?.until ?? startedAt,
    ...noCounts(),
  };
}
