import { pMapIterable } from 'p-map';
import * as v from 'valibot';
import { entryKey } from '../../../functions/workers/ledger/entry-key.ts';
import { entrySchema, type Entry } from '../../../functions/workers/ledger/entry.ts';
import type { Objects } from '#shared/ports.ts';

/** Enough to hide the latency of S3, few enough to leave a local pipeline its processor. */
const READS_AT_ONCE = 16;

export interface DamagedEntry {
  readonly key: string;
  readonly problem: string;
}

const storedSchema = v.pipe(v.string(), v.parseJson({}, 'it is no JSON'), entrySchema);

/** Every entry under the prefix in order, each of them checked; what is no entry is named and not counted. */
export function readEntries(
  objects: Pick<Objects, 'list' | 'get'>,
  prefix: string,
): AsyncIterable<{ readonly entry: Entry } | DamagedEntry> {
  return pMapIterable(objects.list(prefix), async ({ key }) => checkEntry(key, await objects.get(key), prefix), {
    concurrency: READS_AT_ONCE,
  });
}

function checkEntry(key: string, stored: Awaited<ReturnType<Objects['get']>>, prefix: string) {
  if (stored === 'missing') return { key, problem: 'it was listed and is gone' };
  const parsed = v.safeParse(storedSchema, stored.bytes.toString('utf8'));
  if (!parsed.success) return { key, problem: parsed.issues.map(describeIssue).join('; ') };
  // Copied to another key, it would count twice.
  if (entryKey(parsed.output, prefix) !== key) return { key, problem: 'it is the entry of another movement' };
  return { entry: parsed.output };
}

/** Places and what belongs there; what was found may be anything. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  if (place === null) return issue.type === 'check' || issue.type === 'parse_json' ? issue.message : 'it is no entry';
  return `${place} is not ${issue.expected ?? 'as described'}`;
}
