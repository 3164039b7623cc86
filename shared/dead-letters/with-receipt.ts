import { redactError } from '../lambda/redact-error.ts';
import type { Receipt, RunOutcome } from '../messages/receipt.ts';
import type { RunCounts, RunRequest } from '../messages/replay-request.ts';
import type { Clock, Log, Objects } from '../ports.ts';
import type { Outcome } from './outcome.ts';
import { storeOutcomes, storeReceipt } from './store-receipt.ts';
import { createTally, type Tally } from './tally.ts';

/** Of a run that is over within one invocation: its outcomes are held until then, and stored in pages of this many. */
const PAGE_LENGTH = 1000;

/** One run of a function that nobody asked: what it does, and for which dead letters. */
export interface ReceiptedRun {
  readonly run: string;
  readonly startedAt: Date;
  readonly request: RunRequest & { readonly from: string };
  readonly requestId: string;
  /** There may be more, which this run did not reach. */
  readonly isUnfinished: () => boolean;
}

export interface OpenReceipt {
  /** Once or more often, before anything is sent. */
  begin(): Promise<void>;
  add(outcomes: readonly Outcome[]): void;
}

export interface WithReceiptPorts {
  readonly results: Pick<Objects, 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** @param work a run that never begins its receipt leaves none */
export type WithReceipt = (run: ReceiptedRun, work: (receipt: OpenReceipt) => Promise<void>) => Promise<RunCounts>;

/**
 * The receipt of a run is stored when it begins, and again at its end: of one that dies the first is there. Where the first
 * cannot be stored `begin` throws, so that nothing is sent without one.
 */
export function createWithReceipt({ results, clock, log }: WithReceiptPorts): WithReceipt {
  const storePages = async (run: string, outcomes: readonly RunOutcome[]): Promise<number> => {
    const count = Math.ceil(outcomes.length / PAGE_LENGTH);
    for (let page = 1; page <= count; page += 1) {
      const ofPage = outcomes.slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH);
      // oxlint-disable-next-line no-await-in-loop -- hardly ever more than one
      await storeOutcomes(results, { run, page, outcomes: ofPage });
    }
    return count;
  };

  /** What was sent is sent: whoever got an error instead of the counts would send it again. */
  const finish = async (run: ReceiptedRun, tally: Tally, outcomes: readonly RunOutcome[], hasFailed: boolean) => {
    try {
      const pages = await storePages(run.run, outcomes);
      const state = hasFailed || run.isUnfinished() ? 'unfinished' : 'finished';
      const now = clock.now().toISOString();
      await storeReceipt(results, { ...receiptOf(run, tally, now), state, finishedAt: now, pages });
    } catch (error) {
      log.error('The receipt could not be finished', { run: run.run, error: redactError(error) });
    }
  };

  return async function withReceipt(run, work) {
    const tally = createTally();
    const outcomes: RunOutcome[] = [];
    let isBegun = false;
    const begin = async () => {
      if (isBegun) return;
      await storeReceipt(results, receiptOf(run, tally, clock.now().toISOString()));
      isBegun = true;
    };
    const add = (added: readonly Outcome[]) => {
      const kept = tally.toKept(added);
      tally.add(kept);
      outcomes.push(...kept);
    };
    let hasFailed = true;
    try {
      await work({ begin, add });
      hasFailed = false;
    } finally {
      if (isBegun) await finish(run, tally, outcomes, hasFailed);
      logErrors(tally, { run: run.run, worker: run.request.from }, log);
    }
    return tally.counts();
  };
}

/** One line for each reason. */
export function logErrors(
  tally: Pick<Tally, 'errors'>,
  names: { readonly run: string; readonly worker: string },
  log: Pick<Log, 'error'>,
): void {
  for (const [because, error] of tally.errors()) {
    log.error('Dead letters could not be replayed', { ...names, because, error: redactError(error) });
  }
}

/** What the receipt says at this moment of a run that goes on. */
function receiptOf({ run, request, startedAt, requestId }: ReceiptedRun, tally: Tally, updatedAt: string): Receipt {
  const who = { unproven: true, requestId } as const;
  return {
    v: 1,
    run,
    state: 'running',
    request,
    who,
    startedAt: startedAt.toISOString(),
    updatedAt,
    ...tally.counts(),
    pages: 0,
    invocations: [{ requestId, who, startedAt: startedAt.toISOString() }],
  };
}
