import * as v from 'valibot';
import type { DeadLetterState, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import {
  countAnswerSchema,
  LISTED_MAX,
  listAnswerSchema,
  type InspectRequest,
} from '#shared/messages/inspect-request.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { InvokeFunction } from '../../pipeline/invoke-function.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';
import { checkWorkerName } from './check-worker-name.ts';
import { describeTable } from './describe-table.ts';
import type { OpenedPipeline } from './open-pipeline.ts';

export interface ListOptions {
  readonly from: string | undefined;
  readonly state: DeadLetterState;
  readonly limit: number;
  readonly asJson: boolean;
}

export interface ListPorts extends OpenedPipeline {
  readonly write: (text: string) => void;
  readonly paint: Paint;
  /** Of the terminal. */
  readonly columns: number;
}

/** The newest failures of one worker or of all. */
export async function listDeadLetters(options: ListOptions, ports: ListPorts): Promise<ExitCode> {
  const { from, state, limit, asJson } = options;
  const { invoke, write, paint, columns } = ports;
  if (from !== undefined) checkWorkerName(from, ports.workers);
  const workers = from === undefined ? ports.workers : [from];
  const [lists, counts] = await Promise.all([
    Promise.all(workers.map((worker) => newestOf(worker, options, invoke))),
    Promise.all(workers.map((worker) => countOf(worker, state, invoke))),
  ]);
  const newest = lists.flat().toSorted(byLastFailure).slice(0, limit);
  // The index and its count are read one after the other: what came in between is at least not missed.
  const count = Math.max(
    newest.length,
    counts.reduce((sum, one) => sum + one, 0),
  );
  if (asJson) {
    for (const deadLetter of newest) write(`${JSON.stringify({ kind: 'dead-letter', ...deadLetter })}\n`);
    write(`${JSON.stringify({ kind: 'summary', state, shown: newest.length, count })}\n`);
    return exitCode.done;
  }
  if (newest.length > 0) write(describeTable(newest, { paint, columns }));
  write(`${describeCount({ shown: newest.length, count, state })}\n`);
  return exitCode.done;
}

const byLastFailure = (one: DeadLetterSummary, other: DeadLetterSummary) =>
  Date.parse(other.failure.lastAt) - Date.parse(one.failure.lastAt);

async function newestOf(worker: string, { state, limit }: ListOptions, invoke: InvokeFunction) {
  const found: DeadLetterSummary[] = [];
  let cursor: string | undefined;
  do {
    const list = {
      from: worker,
      all: true,
      state,
      newestFirst: true,
      limit: Math.min(limit - found.length, LISTED_MAX),
    } as const;
    const request: InspectRequest = { list: { ...list, ...(cursor !== undefined && { cursor }) } };
    const page = v.parse(listAnswerSchema, await invoke('inspect', request));
    found.push(...page.deadLetters);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < limit);
  return found;
}

async function countOf(worker: string, state: DeadLetterState, invoke: InvokeFunction): Promise<number> {
  const request: InspectRequest = { count: { from: worker, all: true, state } };
  return v.parse(countAnswerSchema, await invoke('inspect', request)).count;
}

function describeCount({ shown, count, state }: { shown: number; count: number; state: DeadLetterState }): string {
  if (count === 0) return state === 'open' ? 'No dead letters.' : `No dead letters that are ${state}.`;
  const all = `${count.toLocaleString('en')} ${state} dead letter${count === 1 ? '' : 's'}`;
  return shown < count ? `${shown.toLocaleString('en')} of ${all}` : all;
}
