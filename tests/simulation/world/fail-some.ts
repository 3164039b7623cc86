import type { Troubles } from '../engine/troubles.ts';

/** Of each batch call. */
const CALL_CHANCE = 0.02;
/** Of the entries of a call of which some fail. */
const ENTRY_SHARE = 0.4;

/** Has the effect of each entry, unless it is one of those that fail for no reason of their own. */
export function failSome<Entry>(
  entries: readonly Entry[],
  effect: (entry: Entry) => Error | undefined,
  troubles: Troubles,
  fail: () => Error = internalError,
): readonly (Error | undefined)[] {
  if (!troubles.strikes('partial-failure', CALL_CHANCE)) return entries.map(effect);
  const random = troubles.random('partial-failure');
  // One at least.
  const chosen = Math.floor(random.fraction() * entries.length);
  return entries.map((entry, index) => (index === chosen || random.fraction() < ENTRY_SHARE ? fail() : effect(entry)));
}

const internalError = () => new Error('SQS: InternalError');
