import type { DeadLetter } from '../messages/dead-letter.ts';
import { unclaimed } from './unclaimed.ts';

/** What a dead letter was before a run claimed it, and is again where nothing comes of that claim. */
export function beforeClaim(record: DeadLetter): DeadLetter {
  if (record.state !== 'replaying') return record;
  const { claimedFrom } = record;
  if (!claimedFrom) return { ...unclaimed(record), state: 'open' };
  const { run: _, ...rest } = unclaimed(record);
  return { ...rest, ...claimedFrom };
}
