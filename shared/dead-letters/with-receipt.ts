import { redactError } from '../lambda/redact-error.ts';
import { receiptKey, type Receipt } from '../messages/receipt.ts';
import type { Clock, Log, Objects } from '../ports.ts';
import type { Tally } from './tally.ts';

/** One run that sends dead letters back, and what has become of it so far. */
export interface ReceiptedRun {
  readonly run: string;
  readonly startedAt: Date;
  readonly request: Receipt['request'];
  readonly requestId: string;
  readonly tally: Tally;
  /** There may be more, which this run did not reach. */
  readonly isUnfinished: () => boolean;
}

export interface WithReceiptPorts {
  readonly results: Pick<Objects, 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** @param work calls `begin`, once or more often, before it sends anything; a run that never does leaves no receipt */
export type WithReceipt = (run: ReceiptedRun, work: (begin: () => Promise<void>) => Promise<void>) => Promise<void>;

/**
 * The receipt of a run is stored when it begins, and again at its end: of one that dies the first is there. Where the first
 * cannot be stored `begin` throws, so that nothing is sent without one.
 */
export function createWithReceipt({ results, clock, log }: WithReceiptPorts): WithReceipt {
  const store = (receipt: Receipt) =>
    results.put(receiptKey(receipt.run), Buffer.from(`${JSON.stringify(receipt)}\n`), {
      contentType: 'application/json',
    });

  /** What was sent is sent: whoever got an error instead of the counts would send it again. */
  const finish = (receipt: Receipt) =>
    store(receipt).catch((error: unknown) => {
      log.error('The receipt could not be finished', { run: receipt.run, error: redactError(error) });
    });

  const logErrors = ({ run, request, tally }: ReceiptedRun) => {
    for (const [because, error] of tally.errors()) {
      const fields = { run, worker: request.from, because, error: redactError(error) };
      log.error('Dead letters could not be replayed', fields);
    }
  };

  return async function withReceipt(run, work) {
    let isBegun = false;
    const begin = async () => {
      if (isBegun) return;
      await store(receiptOf(run));
      isBegun = true;
    };
    let finishedAt: Date | undefined;
    try {
      await work(begin);
      finishedAt = clock.now();
    } finally {
      if (isBegun) await finish(receiptOf(run, finishedAt));
      logErrors(run);
    }
  };
}

/** What the receipt says at this moment. @param finishedAt left out: the run goes on, or it has failed */
function receiptOf(
  { run, request, startedAt, requestId, tally, isUnfinished }: ReceiptedRun,
  finishedAt?: Date,
): Receipt {
  return {
    v: 1,
    run,
    startedAt: startedAt.toISOString(),
    finished: finishedAt !== undefined,
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    request,
    ...tally.counts(),
    ...(isUnfinished() && { unfinished: true }),
    outcomes: tally.outcomes(),
    requestId,
  };
}
