import type { Receipt } from '#shared/messages/receipt.ts';
import type { Run } from './run.ts';

/** What the receipt says at this moment. @param finishedAt left out: the run goes on, or it has failed */
export function receiptOf(
  { run, request, before, startedAt, requestId, tally, allowance }: Run,
  finishedAt?: Date,
): Receipt {
  const { dryRun: _, ...asked } = request;
  return {
    v: 1,
    run,
    startedAt: startedAt.toISOString(),
    finished: finishedAt !== undefined,
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    request: { ...asked, before: before.toISOString() },
    ...tally.counts(),
    ...(allowance.endedEarly() && { unfinished: true }),
    outcomes: tally.outcomes(),
    requestId,
  };
}
