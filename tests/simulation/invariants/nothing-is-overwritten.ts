import type { Invariant } from './invariant.ts';

/** Beside them lie results of whole batches, which a repeated write may replace by themselves. */
const ENTRIES = 'ledger/entries/';

export const nothingIsOverwritten: Invariant = {
  name: 'No entry of the ledger is written twice',
  check: ({ world }) =>
    [...world.overwritten].filter((key) => key.startsWith(ENTRIES)).map((key) => `${key} was written over`),
};
