import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

export const oneIdPerEvent: Invariant = {
  name: "One event of a sender has one id, however often and however grouped it is posted, and no other event's",
  check(history) {
    const { eventIds } = endingsOf(history);
    const owners = new Map<string, string>();
    return [...eventIds].flatMap(([key, ids]) => {
      const shared = [...ids].filter((id) => owners.has(id)).map((id) => `${key} and ${owners.get(id)} are both ${id}`);
      for (const id of ids) owners.set(id, key);
      return ids.size === 1 ? shared : [...shared, `${key} has ${ids.size} ids: ${[...ids].join(', ')}`];
    });
  },
};
