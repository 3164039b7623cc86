import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { History } from '../history.ts';
import { endingsOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

/** A mark that could not be written is told in the log and not tried again: the record then says that it was replayed. */
const UNMARKED = 'Dead letter could not be marked as done';
const UNMARKED_IN_TIME = 'Not all dead letters could be marked as done in time';

export const doneIsShownAsDone: Invariant = {
  name: 'A dead letter whose event has its result is shown as done',
  check(history) {
    if (history.ended === 'late') return [];
    const { deadLetters, results } = endingsOf(history);
    const mayBeUnmarked = createMayBeUnmarked(history);
    return [...deadLetters.values()]
      .filter(({ worker, eventId, state }) => state !== 'done' && results.get(worker)?.has(eventId))
      .filter((deadLetter) => !mayBeUnmarked(deadLetter))
      .map(({ id, state }) => `${id} has its result and is shown as ${state}`);
  },
};

function createMayBeUnmarked({ world: { log } }: History): (deadLetter: DeadLetter) => boolean {
  const unmarked = new Set<string>();
  for (const { message, fields } of log) {
    if (message === UNMARKED) unmarked.add(`${String(fields['worker'])}/${String(fields['eventId'])}`);
    if (message === UNMARKED_IN_TIME) unmarked.add(String(fields['worker']));
  }
  return ({ id, worker, state }) => state === 'replayed' && (unmarked.has(id) || unmarked.has(worker));
}
