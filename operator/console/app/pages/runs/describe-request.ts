import type { RunRequest } from '#shared/messages/replay-request.ts';

const VERBS: Readonly<Record<RunRequest['kind'], string>> = {
  replay: 'Replay',
  backfill: 'Backfill',
  discard: 'Discard',
  probe: 'Replay after recovery',
};

/** `Replay of archive`, `Backfill to ledger` */
export const describeRequest = (request: RunRequest): string =>
  request.kind === 'backfill' ? `Backfill to ${request.to}` : `${VERBS[request.kind]} of ${request.from}`;
