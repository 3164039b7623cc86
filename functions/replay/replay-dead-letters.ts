import type { Context } from 'aws-lambda';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack, type SentBack } from '#shared/dead-letters/send-back.ts';
import { readRequest } from '#shared/lambda/read-request.ts';
import { redactError } from '#shared/lambda/redact-error.ts';
import { receiptKey, type Receipt } from '#shared/messages/receipt.ts';
import { replayRequestSchema, type CheckedReplayRequest, type ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { Clock, DrainableQueue, Ids, Log, Objects, Queue } from '#shared/ports.ts';
import { createAllowance } from './allowance.ts';
import { createForesee } from './foresee.ts';
import { receiptOf } from './receipt-of.ts';
import { replayFromQueue } from './replay-from-queue.ts';
import { replayFromTable } from './replay-from-table.ts';
import { selectIds } from './select-ids.ts';
import type { Run } from './run.ts';
import { createTally } from './tally.ts';

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
  const { store, clock, ids, log, workers, results } = ports;

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
    if (via === 'table') {
      const selected = selectIds({ selection: request, before, now: startedAt }, store);
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

  const storeReceipt = (receipt: Receipt) =>
    results.put(receiptKey(receipt.run), Buffer.from(`${JSON.stringify(receipt)}\n`), {
      contentType: 'application/json',
    });

  /** What was sent is sent: an operator who got an error instead of the counts would send it again. */
  const finishReceipt = (receipt: Receipt) =>
    storeReceipt(receipt).catch((error: unknown) => {
      log.error('The receipt could not be finished', { run: receipt.run, error: redactError(error) });
    });

  const replayWithReceipt = async (run: Run): Promise<void> => {
    await storeReceipt(receiptOf(run));
    try {
      await replayAll(run);
    } catch (error) {
      await finishReceipt(receiptOf(run));
      throw error;
    }
    await finishReceipt(receiptOf(run, clock.now()));
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
    await replayWithReceipt(run);
    const { from, via } = request;
    const { matched, replayed, skipped, failed } = run.tally.counts();
    const counts = { matched, replayed, skipped, failed };
    log.info('Dead letters replayed', { run: run.run, worker: from, via, ...counts });
    for (const [because, error] of run.tally.errors())
      log.error('Dead letters could not be replayed', {
        run: run.run,
        worker: from,
        because,
        error: redactError(error),
      });
    return { run: run.run, ...answerOf(run) };
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
