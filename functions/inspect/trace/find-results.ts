import * as v from 'valibot';
import { resultSchema, type Result } from '#shared/messages/result.ts';
import type { Objects } from '#shared/ports.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import { scanHour, type FoundLine } from './scan-hour.ts';
import type { SearchBudget } from './search-budget.ts';

export interface FoundResult {
  readonly worker: string;
  readonly eventId: string;
  readonly key: string;
  readonly finishedAt: string;
  readonly workerVersion: string;
}

export interface WorkerResults {
  readonly worker: string;
  readonly found: readonly FoundResult[];
  /** Whether all places were looked at in which there could be one. */
  readonly isWhole: boolean;
  readonly gaps: readonly string[];
}

export interface ResultSearch {
  readonly eventIds: readonly string[];
  /** By which the results of a batch lie; without it only those kept per event are found. */
  readonly receivedAt: Date | undefined;
}

/** What one worker has kept of these events. */
export async function findResults(
  row: WorkerRow,
  search: ResultSearch,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<WorkerResults> {
  const { name: worker } = row;
  if (budget.isOver()) return { worker, found: [], isWhole: false, gaps: [] };
  const { found, gaps } =
    row.results === 'event'
      ? await resultsPerEvent(row, search, results, budget)
      : await resultsPerBatch(row, search, results, budget);
  const isWhole = !budget.isOver() && gaps.length === 0;
  return { worker, found, isWhole, gaps: isWhole || gaps.length > 0 ? gaps : [sentenceOf(row)] };
}

type Found = Pick<WorkerResults, 'found' | 'gaps'>;

async function resultsPerBatch(
  { name: worker, resultsPrefix: prefix }: WorkerRow,
  { eventIds, receivedAt }: ResultSearch,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<Found> {
  if (!receivedAt) {
    return { found: [], gaps: [`The results of ${worker} were not looked at: nobody knows when this was received.`] };
  }
  const wanted = new Set(eventIds);
  const read = ({ key, text }: FoundLine) => {
    const result = readResult(text);
    return result && wanted.has(result.eventId) ? foundResult(worker, key, result) : undefined;
  };
  return scanHour({ prefix, at: receivedAt, ids: eventIds, read }, results, budget);
}

/** The object's name begins with the event's id; of a forced replay there is another one beside it. */
async function resultsPerEvent(
  { name: worker, resultsPrefix: prefix }: WorkerRow,
  { eventIds }: ResultSearch,
  results: Pick<Objects, 'list' | 'get'>,
  budget: SearchBudget,
): Promise<Found> {
  const found: FoundResult[] = [];
  const gaps: string[] = [];
  for (const eventId of eventIds) {
    if (budget.isOver()) break;
    // Listed and not just read: without the right to list, S3 calls what is missing forbidden.
    for await (const { key } of results.list(`${prefix}${eventId}`)) {
      const stored = await results.get(key);
      const result = stored === 'missing' ? undefined : readResult(stored.bytes.toString('utf8'));
      if (!result) gaps.push(`${key} is no result that this code can read.`);
      else if (result.eventId === eventId) found.push(foundResult(worker, key, result));
    }
  }
  return { found, gaps };
}

const foundResult = (worker: string, key: string, { eventId, finishedAt, workerVersion }: Result): FoundResult => ({
  worker,
  eventId,
  key,
  finishedAt,
  workerVersion,
});

const sentenceOf = ({ name }: WorkerRow) =>
  `Not all results of ${name} of that hour were looked through: the time or the size of one search was over.`;

function readResult(text: string): Result | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), resultSchema), text);
  return parsed.success ? parsed.output : undefined;
}
