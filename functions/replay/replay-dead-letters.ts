import type { Context } from 'aws-lambda';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack } from '#shared/dead-letters/send-back.ts';
import { createTally } from '#shared/dead-letters/tally.ts';
import type { SkipReason } from '#shared/dead-letters/why-skipped.ts';
import { createWithReceipt, type ReceiptedRun } from '#shared/dead-letters/with-receipt.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import { replayRequestSchema, type CheckedReplayRequest, type ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { Clock, DrainableQueue, Ids, Log, Objects, Queue } from '#shared/ports.ts';
import { createAllowance } from './allowance.ts';
import { findUnknownFingerprints } from './find-unknown-fingerprints.ts';
import { createForesee } from './foresee.ts';
import { replayFromQueue } from './replay-from-queue.ts';
import { replayFromTable } from './replay-from-table.ts';
import { selectIds } from './select-ids.ts';
import type { Run } from './run.ts';

export interface ReplayPorts {
  readonly store: Pick<DeadLetterStore, 'get' | 'getMany' | 'put' | 'page' | 'pageByFingerprint'>;
  readonly queueOf: (worker: string) => Queue;
  readonly deadLetterQueueOf: (worker: string) => DrainableQueue;
  readonly results: Pick<Objects, 'put'>;
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const NOT_THERE = 'not there' satisfies SkipReason;
/** As many as an operator reads before answering a question. */
const SAMPLE_LENGTH_MAX = 10;

/** The step request → chosen dead letters on their worker's queue. Every run but a dry one leaves a receipt. */
export function createReplayDeadLetters(ports: ReplayPorts) {
  const { store, clock, ids, log, workers } = ports;
  const withReceipt = createWithReceipt(ports);

  const start = (
    request: CheckedReplayRequest,
    context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
  ): Run => {
    const startedAt = clock.now();
    return {
      run: ids.unique(),
      request,
      before: request.before === undefined ? startedAt : new Date(request.before),
      startedAt,
      requestId: context.awsRequestId,
      allowance: createAllowance({ remainingMs: () => context.getRemainingTimeInMillis(), limit: request.limit }),
      tally: createTally(),
    };
  };

  /** @returns what was named and is not there */
  const replayTable = async ({
    run,
    request,
    before,
    startedAt,
    allowance,
    tally,
  }: Run): Promise<readonly string[]> => {
    const { from, fingerprints = [], dryRun } = request;
    // Before anything is sent: what fails again may do so with another fingerprint.
    const unknown = await findUnknownFingerprints({ worker: from, fingerprints }, store);
    const onLocked = (id: string, until: string) =>
      tally.add([{ id, outcome: 'skipped', because: 'not yet to be tried again', until }]);
    const selected = selectIds({ selection: request, before, now: startedAt, onLocked }, store);
    const sendBack = dryRun ? createForesee(ports) : createSendBack(ports);
    await replayFromTable({ run, ids: selected, sendBack, allowance, onOutcomes: (outcomes) => tally.add(outcomes) });
    return [...unknown, ...idsNotThere(tally.outcomes(), from)];
  };

  /** @returns what was named and is not there, where that can be told */
  const replayQueue = async (started: Run): Promise<readonly string[]> => {
    const { run, request, before, allowance, tally } = started;
    const { from, ids: eventIds, fingerprints } = request;
    const seen = new Set<string>();
    await replayFromQueue({
      run,
      worker: from,
      deadLetters: ports.deadLetterQueueOf(from),
      queue: ports.queueOf(from),
      isMeant: ({ eventId, fingerprint = '', message, run: lastRun }) => {
        seen.add(eventIds ? eventId : fingerprint);
        const isNamed = eventIds?.includes(eventId) ?? fingerprints?.includes(fingerprint) ?? true;
        return isNamed && lastRun !== run && message.sentAt < before;
      },
      allowance,
      onOutcomes: (outcomes) => tally.add(outcomes),
    });
    const named = new Set(eventIds ?? fingerprints);
    return hasSeenAll(started) ? [...named].filter((name) => !seen.has(name)) : [];
  };

  return async function replayDeadLetters(
    event: unknown,
    context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
  ): Promise<ReplayAnswer> {
    const request = readRequest('replay', replayRequestSchema, event);
    checkWorker(request.from, workers);
    const run = start(request, context);
    if (request.dryRun) {
      if (request.via === 'queue') return countWaiting(run, ports);
      const notThere = await replayTable(run);
      const sample = idsToReplay(run).slice(0, SAMPLE_LENGTH_MAX);
      return { dryRun: true, ...answerOf(run, notThere), ...(sample.length > 0 && { sample }) };
    }
    let notThere: readonly string[] = [];
    await withReceipt(receiptedRunOf(run), async (begin) => {
      await begin();
      notThere = await (request.via === 'table' ? replayTable(run) : replayQueue(run));
    });
    const { from, via } = request;
    const { matched, replayed, skipped, failed } = run.tally.counts();
    const counts = { matched, replayed, skipped, failed };
    log.info('Dead letters replayed', { run: run.run, worker: from, via, ...counts });
    return { run: run.run, ...answerOf(run, notThere) };
  };
}

function receiptedRunOf({ request, before, allowance, ...run }: Run): ReceiptedRun {
  const { dryRun: _, ...asked } = request;
  return {
    ...run,
    request: { ...asked, before: before.toISOString() },
    isUnfinished: () => allowance.endedEarly(),
  };
}

const idsNotThere = (outcomes: Receipt['outcomes'], worker: string) =>
  outcomes.filter(({ because }) => because === NOT_THERE).map(({ id }) => id.slice(deadLetterId(worker, '').length));

const idsToReplay = ({ tally }: Run) =>
  tally
    .outcomes()
    .filter(({ outcome }) => outcome === 'replayed')
    .map(({ id }) => id);

/** Not where the run ended before the queue did, and not where one before it has already taken some of those named. */
const hasSeenAll = ({ request: { limit = Infinity, before }, allowance, tally }: Run) =>
  before === undefined && !allowance.endedEarly() && tally.counts().matched < limit;

function answerOf({ tally, allowance, before }: Run, notThere: readonly string[]): ReplayAnswer {
  return {
    ...tally.counts(),
    ...(notThere.length > 0 && { notThere: [...notThere] }),
    ...(allowance.endedEarly() && { unfinished: true }),
    before: before.toISOString(),
  };
}

async function countWaiting(
  { request: { from, limit = Infinity }, before }: Run,
  ports: ReplayPorts,
): Promise<ReplayAnswer> {
  const matched = await ports.deadLetterQueueOf(from).countWaiting();
  const replayed = Math.min(matched, limit);
  return { dryRun: true, matched, replayed, skipped: 0, failed: 0, isApproximate: true, before: before.toISOString() };
}
