import pMap from 'p-map';
import type { RunsAnswer, RunsRequest } from '#shared/messages/inspect-request.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Clock, Log, Objects } from '#shared/ports.ts';
import { newestRuns } from './newest-runs.ts';
import { readReceipt } from './read-receipt.ts';

export interface RunsPorts {
  readonly results: Pick<Objects, 'get' | 'list'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'warn'>;
}

const READS_AT_ONCE = 10;
/** A receipt with ten thousand ids in its request has 400 KB; Lambda answers with 6 MB. */
const RECEIPTS_BYTES_MAX = 4 * 1024 * 1024;

/** What was done and by whom, newest first. A receipt that this code cannot read is counted and not hidden. */
export async function listRuns(
  { limit, cursor }: RunsRequest,
  { results, clock, log }: RunsPorts,
): Promise<RunsAnswer> {
  const { runs, hasMore } = await newestRuns({ limit, before: cursor, nowMs: clock.now().getTime() }, results);
  const read = await pMap(runs, (run) => readReceipt(run, results), { concurrency: READS_AT_ONCE });
  const taken = withinBytes(read);
  const unreadable = runs.filter((_, index) => index < taken && read[index] === 'unreadable');
  if (unreadable.length > 0) log.warn('Receipts were left out that this code cannot read', { runs: unreadable });
  const receipts = read.slice(0, taken).filter((receipt) => typeof receipt === 'object');
  const last = runs[taken - 1];
  const isMore = (hasMore || taken < runs.length) && last !== undefined;
  return {
    runs: receipts,
    ...(unreadable.length > 0 && { unreadable: unreadable.length }),
    ...(isMore && { cursor: last }),
  };
}

/** How many of them fit into one answer; one at least. */
function withinBytes(receipts: readonly (Receipt | 'missing' | 'unreadable')[]): number {
  let bytes = 0;
  const over = receipts.findIndex((receipt) => {
    bytes += Buffer.byteLength(JSON.stringify(receipt));
    return bytes > RECEIPTS_BYTES_MAX;
  });
  return over === -1 ? receipts.length : Math.max(1, over);
}
