import { endingsOf } from './endings.ts';
import { eventIdOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

/** Where nothing but poison makes a worker give up. Forward gives up where a destination refuses. */
const WORKERS = ['archive', 'ledger'];

export const neighboursAreUnhurt: Invariant = {
  name: 'A message that can never be worked on hurts no other',
  check(history) {
    const endings = endingsOf(history);
    const poisoned = new Set(
      history.happenings.flatMap((happening) =>
        happening.poisonFor.map((worker) => `${worker}/${eventIdOf(happening, endings)}`),
      ),
    );
    return [...endings.deadLetters.values()]
      .filter(({ id, worker, failure }) => WORKERS.includes(worker) && failure.class === 'gave-up' && !poisoned.has(id))
      .map(
        ({ id, failure }) => `${id} was given up though nothing is wrong with it: ${failure.name}: ${failure.message}`,
      );
  },
};
