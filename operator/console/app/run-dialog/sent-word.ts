import type { RunRequest } from '#shared/messages/replay-request.ts';

/** What a run has done with those that it counts as succeeded: what was sent may yet fail again. */
export const sentWord = (kind: RunRequest['kind'] | undefined): 'sent' | 'discarded' =>
  kind === 'discard' ? 'discarded' : 'sent';
