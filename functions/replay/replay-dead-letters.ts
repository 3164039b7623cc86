import type { Context } from 'aws-lambda';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack, type SentBack } from '#shared/dead-letters/send-back.ts';
import { createTally } from '#shared/dead-letters/tally.ts';
import { createWithReceipt, type ReceiptedRun } from '#shared/dead-letters/with-receipt.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import { replayRequestSchema, type CheckedReplayRequest, type ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { Clock, DrainableQueue, Ids, Log, Objects, Queue } from '#shared/ports.ts';
import { createAllowance } from './allowance.ts';
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

  const replayAll = async ({ run, request, before, startedAt, allowance, tally }: Run): Promise<void> => {
    const { from, ids: eventIds, fingerprints, dryRun, via } = request;
    const onOutcomes = (outcomes: readonly SentBack[]) => tally.add(outcomes);
    const onLocked = (id: string, until: string) =>
      tally.add([{ id, outcome: 'skipped', because: 'not yet to be tried again', until }]);
    if (via === 'table') {
      const selected = selectIds({ selection: request, before, now: startedAt, onLocked }, store);
      const sendBack = dryRun ? createForesee(ports) : createSendBack(ports);
      return replayFromTable({ run, ids: selected, sendBack, allowance, onOutcomes });
    }
    return replayFromQueue({
      run,
      worker: from,
      deadLetters: ports.deadLetterQueueOf(from),
      queue: ports.queueOf(from),
      isMeant: ({ eventId, fingerprint = '', message, run: lastRun }) =>
        lastRun !== run &&
        message.sentAt < before &&
        (eventIds?.includes(eventId) ?? fingerprints?.includes(fingerprint) ?? true),
      allowance,
      onOutcomes,
    });
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
      await replayAll(run);
      return { dryRun: true, ...answerOf(run) };
    }
    await withReceipt(receiptedRunOf(run), async (begin) => {
      await begin();
      await replayAll(run);
    });
    const { from, via } = request;
    const { matched, replayed, skipped, failed } = run.tally.counts();
    const counts = { matched, replayed, skipped, failed };
    log.info('Dead letters replayed', { run: run.run, worker: from, via, ...counts });
    return { run: run.run, ...answerOf(run) };
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

function answerOf({ tally, allowance, before }: Run): ReplayAnswer {
  return {
    ...tally.counts(),
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
