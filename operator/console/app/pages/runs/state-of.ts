import type { Receipt } from '#shared/messages/receipt.ts';

/** A run at work refreshes its receipt about once a second; an invocation that stands still so long has died. */
const SILENT_MS_MAX = 60_000;

export const stateOf = ({ state, updatedAt }: Receipt, now: Date): Receipt['state'] | 'died?' =>
  state === 'running' && now.getTime() - Date.parse(updatedAt) > SILENT_MS_MAX ? 'died?' : state;
