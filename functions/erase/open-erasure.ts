import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { withoutLiterals } from '#shared/expressions/without-literals.ts';
import {
  againPrefix,
  erasedIdsKey,
  erasureKey,
  erasureReceiptSchema,
  type Erase,
  type ErasedEvents,
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
  { results, now, salt }: OpenPorts,
): Promise<ErasureReceipt> {
  const begun = newReceipt(asked, { who, now, salt });
  const key = erasureKey(asked.erasure);
  if ((await results.putIfAbsent(key, toBytes(begun), JSON_TYPE)) === 'stored') return begun;
  const stored = await results.get(key);
  if (stored === 'missing') throw new Error(`The receipt of the erasure ${asked.erasure} was there and is gone`);
  const receipt = v.parse(erasureReceiptSchema, JSON.parse(stored.bytes.toString('utf8')));
  if (!isSame(receipt, asked, begun)) {
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

/** Before anything of them is erased: their ids for ever, and for a month what leads to whatever is made of them late. */
export async function storeErased(
  erasure: string,
  { page, events }: { readonly page: string; readonly events: readonly ErasedEvents[] },
  results: Pick<Objects, 'put'>,
): Promise<void> {
  const ids = [...new Set(events.flatMap((one) => one.ids))];
  await results.put(`${againPrefix(erasure)}${page}.json`, toBytes({ v: 1, events }), JSON_TYPE);
  await results.put(erasedIdsKey(erasure, page), toBytes({ v: 1, ids }), JSON_TYPE);
}

interface OpenPorts {
  readonly results: Pick<Objects, 'get' | 'putIfAbsent'>;
  readonly now: Date;
  /** Of a new one. */
  readonly salt: string;
}

type Named = Erase & { readonly erasure: string };

function newReceipt(
  asked: Named,
  { who, now, salt }: { readonly who: Who; readonly now: Date; readonly salt: string },
): ErasureReceipt {
  const { erasure, reason = '', where } = asked;
  const startedAt = now.toISOString();
  return {
    v: 1,
    erasure,
    who,
    reason,
    startedAt,
    updatedAt: startedAt,
    selection: { ...selectionOf(asked), ...(where !== undefined && { where: withoutLiterals(where) }) },
    request: { salt, hmac: hmacOf(asked, salt) },
    calls: 1,
    state: 'running',
    before: asked.between?.until ?? startedAt,
    ...noCounts(),
  };
}

function selectionOf(asked: Named) {
  const { erasure: _erasure, identity: _identity, dryRun: _dryRun, after: _after, ...rest } = asked;
  const { reason: _reason, where: _where, ...selection } = rest;
  return selection;
}

const hmacOf = (asked: Named, salt: string) =>
  createHmac('sha256', salt)
    .update(JSON.stringify([selectionOf(asked), asked.where, asked.reason]))
    .digest('hex');

/** Of a finished one nobody knows any more what fields were compared with. */
function isSame({ request, selection, reason }: ErasureReceipt, asked: Named, begun: ErasureReceipt): boolean {
  if (request) return request.hmac === hmacOf(asked, request.salt);
  return isDeepStrictEqual([selection, reason], [begun.selection, begun.reason]);
}
