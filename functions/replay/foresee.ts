import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { SendBack, SentBack } from '#shared/dead-letters/send-back.ts';
import { whySkipped } from '#shared/dead-letters/why-skipped.ts';
import type { Clock } from '#shared/ports.ts';

export interface ForeseePorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  readonly clock: Clock;
}

/** Stands in for sendBack in a dry run: by the same rules it tells what would become of each, and touches nothing. */
export function createForesee({ store, clock }: ForeseePorts): SendBack {
  return async function foresee({ ids }) {
    const stored = await store.getMany(ids);
    return ids.map((id): SentBack => {
      const skip = whySkipped(stored.get(id)?.record, clock.now());
      return skip ? { id, outcome: 'skipped', ...skip } : { id, outcome: 'replayed' };
    });
  };
}
