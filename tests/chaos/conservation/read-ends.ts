import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { deadLetterStateSchema, type DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import { entrySchema } from '../../../functions/workers/ledger/entry.ts';
import type { Endpoints } from '../../../local/endpoints.ts';
import { localDeadLetters } from '../../support/local-dead-letters.ts';
import { localObjects } from '../../support/local-objects.ts';
import { eventIdOf } from '../../support/results.ts';
import type { Ends } from './ends.ts';
import { readObjects } from './read-objects.ts';

export const DISPATCH = 'dispatch';

/** Reads buckets and tables themselves, past the proxy and past every function. */
export async function readEnds(endpoints: Endpoints): Promise<Ends> {
  const results = new Map<string, ReadonlySet<string>>();
  for (const [worker, prefix] of prefixes(endpoints)) {
    results.set(worker, new Set((await readObjects(endpoints, `${prefix}date=`, eventIdsIn)).flat()));
  }
  const unreadable: string[] = [];
  const deadLetters = new Map<string, ReadonlyMap<string, DeadLetterSummary>>();
  for (const worker of [DISPATCH, ...results.keys()]) {
    deadLetters.set(worker, await readDeadLetters(endpoints, worker, (ids) => unreadable.push(...ids)));
  }
  const spilled: string[] = [];
  for await (const { key } of localObjects(endpoints, 'ResultsBucket').list('spilled/')) spilled.push(key);
  return { results, deadLetters, unreadable, balance: await readBalance(endpoints), spilled };
}

const rowSchema = v.object({ resultsPrefix: v.optional(v.string()) });

/** As the template's rows say it. */
const prefixes = ({ workers }: Endpoints): readonly (readonly [string, string])[] =>
  Object.entries(workers).map(([name, row]) => [name, v.parse(rowSchema, row).resultsPrefix ?? `results/${name}/`]);

async function readDeadLetters(
  endpoints: Endpoints,
  worker: string,
  onUnreadable: (ids: readonly string[]) => void,
): Promise<ReadonlyMap<string, DeadLetterSummary>> {
  const { store } = localDeadLetters(endpoints);
  const found = new Map<string, DeadLetterSummary>();
  for (const state of deadLetterStateSchema.options) {
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await store.page({ worker, state, ...(after !== undefined && { after }) });
      for (const deadLetter of page.deadLetters) found.set(deadLetter.eventId, deadLetter);
      onUnreadable(page.unreadable);
      after = page.next;
    }
  }
  return found;
}

/** Of one object of results, or of the archive. */
const eventIdsIn = (bytes: Buffer): readonly string[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => eventIdOf(v.parse(lineSchema, JSON.parse(line))));

const lineSchema = v.record(v.string(), v.unknown());

async function readBalance(endpoints: Endpoints): Promise<Readonly<Record<string, bigint>>> {
  const sums: Record<string, bigint> = {};
  const entries = await readObjects(endpoints, 'ledger/entries/', (bytes) =>
    v.parse(entrySchema, JSON.parse(bytes.toString('utf8'))),
  );
  for (const { currency, amountMinor } of entries) sums[currency] = (sums[currency] ?? 0n) + BigInt(amountMinor);
  return sums;
}
