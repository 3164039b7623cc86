import pMap from 'p-map';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Objects } from '#shared/ports.ts';
import { runNamesSince } from '../runs/newest-runs.ts';
import { readOutcomes } from '../runs/read-outcomes.ts';
import { readReceipt } from '../runs/read-receipt.ts';
import type { SearchBudget } from './search-budget.ts';

export interface FoundReplays {
  /** By `<worker>/<event id>`: the runs that sent it before the one that its record names, the oldest first. */
  readonly earlier: ReadonlyMap<string, readonly Receipt[]>;
  readonly gaps: readonly string[];
}

/** A probe makes a run a minute while a destination is away: somebody waits for the answer. */
const RUNS_LOOKED_MAX = 300;
/** Each has a thousand outcomes. */
const PAGES_LOOKED_MAX = 300;
const READS_AT_ONCE = 10;

type Results = Pick<Objects, 'get' | 'list'>;

/** A record names the run that acted on it last: earlier ones have it among their outcomes. */
export async function findReplays(
  records: ReadonlyMap<string, DeadLetter | DoneStub>,
  results: Results,
  budget: SearchBudget,
): Promise<FoundReplays> {
  const wanted = [...records.values()].filter(isDeadLetter).filter((record) => earlierOf(record) > 0);
  const earlier = new Map<string, Receipt[]>();
  const isMissing = (record: DeadLetter) => (earlier.get(record.id)?.length ?? 0) < earlierOf(record);
  const look = async (receipts: readonly Receipt[]) => {
    let pagesLeft = PAGES_LOOKED_MAX;
    for (const receipt of receipts) {
      const { request, run } = receipt;
      const asked = wanted.filter((one) => 'from' in request && request.from === one.worker && one.run !== run);
      const missing = new Set(asked.filter(isMissing).map(({ id }) => id));
      for (let page = 1; page <= receipt.pages && missing.size > 0; page += 1, pagesLeft -= 1) {
        if (budget.isOver() || pagesLeft <= 0) return;
        const outcomes = await readOutcomes(run, page, results);
        for (const { id } of outcomes.filter(({ id, outcome }) => outcome === 'replayed' && missing.delete(id))) {
          earlier.set(id, [...(earlier.get(id) ?? []), receipt]);
        }
      }
    }
  };
  if (wanted.length > 0) await look(await receiptsOf(wanted, results));
  const gaps = wanted.filter(isMissing).map((record) => {
    const found = earlier.get(record.id)?.length ?? 0;
    return `${record.id} was replayed ${times(earlierOf(record))} before its last run; ${found} of these runs were found.`;
  });
  return { earlier, gaps };
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

/** Those replays that are not of the run that the record names. */
const earlierOf = ({ replays, run, state }: DeadLetter) =>
  replays - (run === undefined || state === 'replaying' || state === 'discarded' ? 0 : 1);

async function receiptsOf(wanted: readonly DeadLetter[], results: Results): Promise<readonly Receipt[]> {
  const since = Math.min(...wanted.map(({ failure }) => Date.parse(failure.firstAt)));
  const runs: string[] = [];
  for await (const run of runNamesSince(since, results)) {
    runs.push(run);
    if (runs.length >= RUNS_LOOKED_MAX) break;
  }
  const read = await pMap(runs, (run) => readReceipt(run, results), { concurrency: READS_AT_ONCE });
  return read.filter((receipt) => typeof receipt === 'object');
}
