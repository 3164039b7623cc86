import type { Backfill } from '#shared/messages/replay-request.ts';

/** As its receipt keeps it, so that a run can be resumed from there. */
export type BackfillRequest = Omit<Backfill, 'run' | 'identity' | 'dryRun'>;
