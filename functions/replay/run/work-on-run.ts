import { logErrors } from '#shared/dead-letters/with-receipt.ts';
import { storeReceipt } from '#shared/dead-letters/store-receipt.ts';
import { redactError } from '#shared/lambda/redact-error.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Action, Candidate } from '../candidate.ts';
import { abortKey, abortSchema } from './abort-entry.ts';
import { createBeat } from './beat.ts';
import { beginLiveRun, receiptOf, type LiveRun } from './live-run.ts';
import { lookAround } from './look-around.ts';
import { createPace } from './pace.ts';
import { createPageStore, type PageStore } from './page-store.ts';
import { countDone, createProgress, readProgress, type BegunPage } from './progress.ts';
import { runPages } from './run-pages.ts';
import type { Invocation, RunPorts } from './run-ports.ts';
import { readIfThere } from './read-entry.ts';
import { spanOf, workerOf } from './span-of.ts';
import { Superseded } from './superseded.ts';
import { takeTurn, type Turn } from './take-turn.ts';

/** Their messages are held together: at 256 KiB each 25 MB. */
const PAGE_LENGTH = 100;

/**
 * Works on a run until it is finished, aborted, or this invocation's time is over: first settles what an invocation that
 * died had begun, then goes on where it ended.
 * @returns the receipt as it was stored last
 * @throws {RunHeld} where another call works on it, {Superseded} where one may have taken over; the receipt of a run that
 * fails otherwise says `unfinished`
 */
export async function workOnRun<Chosen extends Candidate>(
  receipt: Receipt,
  action: Action<Chosen>,
  invocation: Invocation,
  ports: RunPorts,
): Promise<Receipt> {
  const { run } = receipt;
  const turn = await takeTurn(run, ports);
  try {
    const progress = createProgress();
    const begun = await readProgress(run, progress, ports, () => turn.renew());
    const live = beginLiveRun({ receipt, progress, turn }, invocation, ports.clock);
    return await finishing(live, ports, () => workOnPages(live, begun, action, ports));
  } finally {
    await endTurn(run, turn, ports);
  }
}

async function workOnPages<Chosen extends Candidate>(
  live: LiveRun,
  begun: readonly BegunPage[],
  action: Action<Chosen>,
  ports: RunPorts,
): Promise<void> {
  const { receipt, progress, turn, allowance } = live;
  const { run, request } = receipt;
  const { clock } = ports;
  const span = spanOf(receipt);
  const pages = createPageStore(run, turn, progress, ports);
  // Of a run that is to end nothing is sent: whoever cannot know that does not begin.
  const aborted = await readIfThere(ports.results, abortKey(run), abortSchema);
  if (aborted) live.aborted = aborted;
  const isFirst = progress.lastPage === 0 && receipt.reached === undefined;
  if (isFirst) live.missing = (await action.findMissing?.(() => turn.renew())) ?? [];
  await settleBegun(begun, pages, action, live);
  const isExhausted = await runPages({
    action,
    span,
    progress,
    allowance,
    begin: receipt.reached === undefined ? undefined : { after: receipt.reached, seen: progress.seen.size },
    pages,
    turn,
    pace: createPace({
      perSecond: 'perSecond' in request ? request.perSecond : undefined,
      countMax: PAGE_LENGTH,
      clock,
      remainingMs: () => allowance.leftMs(),
    }),
    beat: createBeat(lookAround(live, action.sendsTo, ports), run, ports),
    clock,
    mood: () => (live.aborted ? 'stop' : live.isLiveTrafficInTheWay ? 'pause' : 'go-on'),
    onPaused: (ms) => (live.pausedMs += ms),
  });
  // A call that was thought dead may have gone on for a while; what it has begun since is settled by the next one.
  if (turn.number > 1) {
    live.hasOpenPages = (await readProgress(run, progress, ports, () => turn.renew())).length > 0;
  }
  // All that was given has its outcome by now; of a run that is at its end nobody asks.
  const reached = allowance.endedEarly() && !live.hasOpenPages ? action.reached?.() : undefined;
  if (reached !== undefined) live.reached = reached;
  // Only who has met all of them can tell.
  if (isFirst && isExhausted) live.missing = [...live.missing, ...(action.unmet?.() ?? [])];
}

/** What was begun and has no outcomes yet: whoever began it has died. */
async function settleBegun<Chosen extends Candidate>(
  begun: readonly BegunPage[],
  pages: PageStore,
  action: Pick<Action<Chosen>, 'recover'>,
  { receipt, progress, turn, allowance, aborted }: LiveRun,
): Promise<void> {
  if (begun.length === 0) return;
  const span = spanOf(receipt);
  const doneBefore = countDone(progress);
  for (const { page, ids } of begun) {
    const open = ids.filter((id) => !progress.seen.has(id));
    // oxlint-disable no-await-in-loop -- one for each lane of the invocation that died
    await turn.hold();
    await pages.settle(page, open.length > 0 ? await action.recover(open, span, aborted ? 'only tell' : 'finish') : []);
    // oxlint-enable no-await-in-loop
  }
  // It was the limit's already when that invocation began it.
  allowance.take(countDone(progress) - doneBefore);
}

/** Stores the receipt at the end, however the work ends. */
async function finishing(live: LiveRun, ports: RunPorts, work: () => Promise<void>): Promise<Receipt> {
  const { receipt: begun, progress, allowance } = live;
  const { clock, log } = ports;
  try {
    await work();
  } catch (error) {
    // Whoever has taken over writes the receipt.
    if (!(error instanceof Superseded) && !live.turn.hasPassed())
      await finish(receiptOf(live, 'unfinished', clock), ports);
    throw error;
  } finally {
    logErrors(progress.tally, { run: begun.run, worker: workerOf(begun.request) }, log);
  }
  live.turn.check();
  const isUnfinished = allowance.endedEarly() || live.hasOpenPages || isLimitOfUnknown(live);
  const state = live.aborted ? 'aborted' : isUnfinished ? 'unfinished' : 'finished';
  const receipt = receiptOf(live, state, clock);
  await finish(receipt, ports);
  return receipt;
}

/** It might have done more, were it known what became of those. */
function isLimitOfUnknown({ receipt: { request }, progress }: LiveRun): boolean {
  const limit = 'limit' in request ? request.limit : undefined;
  return limit !== undefined && progress.unknown.size > 0 && countDone(progress) >= limit;
}

/** What was done is done: whoever got an error instead of the counts would ask for it again. */
async function finish(receipt: Receipt, { results, log }: Pick<RunPorts, 'results' | 'log'>): Promise<void> {
  try {
    await storeReceipt(results, receipt);
  } catch (error) {
    log.error('The receipt could not be finished', { run: receipt.run, error: redactError(error) });
  }
}

/** A turn that is not given back ends by itself. */
async function endTurn(run: string, turn: Turn, { log }: Pick<RunPorts, 'log'>): Promise<void> {
  try {
    await turn.end();
  } catch (error) {
    log.warn('The turn of a run could not be given back', { run, error: redactError(error) });
  }
}
