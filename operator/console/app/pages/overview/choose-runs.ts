import type { Receipt } from '#shared/messages/receipt.ts';
import { isOver } from '../runs/state-of.ts';

const ENDED_SHOWN_MAX = 3;
/** What ended the day before yesterday is history, and the page of runs has it. */
const ENDED_SHOWN_FOR_MS = 24 * 3_600_000;

/** Newest first in, newest first out: all that can still go on, then what ended within a day. */
export function chooseRuns(runs: readonly Receipt[], now: Date): readonly Receipt[] {
  const isFresh = ({ updatedAt }: Receipt) => now.getTime() - Date.parse(updatedAt) < ENDED_SHOWN_FOR_MS;
  const ended = runs.filter((receipt) => isOver(receipt, now) && isFresh(receipt));
  return [...runs.filter((receipt) => !isOver(receipt, now)), ...ended.slice(0, ENDED_SHOWN_MAX)];
}
