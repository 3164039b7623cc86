import type { Receipt } from '#shared/messages/receipt.ts';

/** A run at work refreshes its receipt about once a second; an invocation that stands still so long has died. */
const SILENT_MS_MAX = 60_000;

export const stateOf = ({ state, updatedAt }: Receipt, now: Date): Receipt['state'] | 'died?' =>
  state === 'running' && now.getTime() - Date.parse(updatedAt) > SILENT_MS_MAX ? 'died?' : state;

/** With an unfinished run of the probe nobody goes on: its next tick has a run of its own. */
export const isOver = (receipt: Receipt, now: Date): boolean =>
  ['finished', 'aborted', ...(receipt.request.kind === 'probe' ? ['unfinished'] : [])].includes(stateOf(receipt, now));
