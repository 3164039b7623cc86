import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

export const replayLosesNothing: Invariant = {
  name: 'What a replay has sent comes back as a result or as a dead letter',
  check(history) {
    if (history.ended === 'late') return [];
    const { deadLetters, results } = endingsOf(history);
    return [...deadLetters.values()]
      .filter(({ worker }) => worker !== 'dispatch')
      .filter(({ worker, eventId, state }) => {
        const isClosed = state === 'replayed' || state === 'done' || state === 'discarded';
        return isClosed && !results.get(worker)?.has(eventId);
      })
      .map(({ id, state, replays }) => `${id} is ${state} after ${replays} replays, and has no result`);
  },
};
