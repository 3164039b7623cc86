import { matchesEvent } from '../../../functions/workers/forward/matches-event.ts';
import { simulatedDestinations } from '../actors/simulated-sources.ts';
import { endingsOf, eventIdOf } from './endings.ts';
import type { Invariant } from './invariant.ts';
import { idOf, isTaken } from './posted-once.ts';

export const postedToAll: Invariant = {
  name: 'What forward calls done was taken by every destination that wants it',
  check(history) {
    const endings = endingsOf(history);
    const taken = new Set(history.world.posts.filter(isTaken).map((post) => `${post.url} ${idOf(post)}`));
    return history.happenings.flatMap((happening) => {
      const id = eventIdOf(happening, endings);
      if (id === undefined || !endings.results.get('forward')?.has(id)) return [];
      return Object.entries(simulatedDestinations)
        .filter(([, destination]) => matchesEvent(destination, happening))
        .filter(([, { url }]) => !taken.has(`${url} ${id}`))
        .map(([name]) => `${name} wants ${happening.senderEventId} of ${happening.source} and never took it`);
    });
  },
};
