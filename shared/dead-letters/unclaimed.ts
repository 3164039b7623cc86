import type { DeadLetter } from '../messages/dead-letter.ts';

/** Without what only a claim says of a record. */
export function unclaimed(record: DeadLetter): Omit<DeadLetter, 'claimedUntil' | 'claimedFrom'> {
  const { claimedUntil: _, claimedFrom: __, ...rest } = record;
  return rest;
}
