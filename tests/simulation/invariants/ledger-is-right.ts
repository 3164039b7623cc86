import type { Entry } from '../../../functions/workers/ledger/entry.ts';
import type { Invariant } from './invariant.ts';

const ENTRIES = 'ledger/entries/';

export const ledgerIsRight: Invariant = {
  name: 'The ledger holds the distinct payments, each once',
  check({ world, paid, ended }) {
    if (ended === 'late') return [];
    const recorded: Record<string, bigint> = {};
    for (const [key, { bytes }] of world.stored.results) {
      if (!key.startsWith(ENTRIES)) continue;
      const { currency, amountMinor } = JSON.parse(bytes.toString('utf8')) as Entry;
      recorded[currency] = (recorded[currency] ?? 0n) + BigInt(amountMinor);
    }
    const currencies = new Set([...Object.keys(paid), ...Object.keys(recorded)]);
    return [...currencies]
      .filter((currency) => (paid[currency] ?? 0n) !== (recorded[currency] ?? 0n))
      .map((one) => `${one}: ${paid[one] ?? 0n} were paid, and the ledger holds ${recorded[one] ?? 0n} minor units`);
  },
};
