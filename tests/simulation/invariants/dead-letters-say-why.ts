import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

/** Words of ours that begin what nobody has looked at yet: a failure that came without its reason. */
const UNREADABLE = 'UnreadableFailure';

export const deadLettersSayWhy: Invariant = {
  name: 'Every dead letter says why, under its own worker and event',
  check(history) {
    return [...endingsOf(history).deadLetters.values()].flatMap(({ id, worker, eventId, failure, body }) => [
      ...(id === `${worker}/${eventId}` ? [] : [`${id} is recorded under another name than its own`]),
      ...(failure.name === UNREADABLE || failure.message === '' ? [`${id} does not say why it failed`] : []),
      ...(failure.worker === worker ? [] : [`${id} says that ${failure.worker} failed`]),
      ...(eventId.startsWith('unreadable-') ? [`${id} cannot be read: ${body.slice(0, 80)}`] : []),
    ]);
  },
};
