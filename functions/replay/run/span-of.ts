import type { Receipt } from '#shared/messages/receipt.ts';
import type { RunRequest } from '#shared/messages/replay-request.ts';
import type { RunSpan } from '../candidate.ts';

/** The same for every invocation of the run. */
export function spanOf({ run, startedAt, request }: Pick<Receipt, 'run' | 'startedAt' | 'request'>): RunSpan {
  const before = 'before' in request ? request.before : undefined;
  return { run, startedAt: new Date(startedAt), before: new Date(before ?? startedAt) };
}

/** Whose dead letters they are, or who gets the archived events. */
export const workerOf = (request: RunRequest): string => (request.kind === 'backfill' ? request.to : request.from);
