import type { Happening, History } from '../history.ts';
import { endingsOf, eventIdOf, type Endings } from './endings.ts';
import type { Invariant } from './invariant.ts';

/** Nobody works on it any more, and nobody could tell that it is missing, unless it waits here. */
const WAITING_STATES: readonly string[] = ['open', 'replaying', 'quarantined'];

/** Conservation, counted by distinct event id and worker. */
export const everyEventEnds: Invariant = {
  name: 'Every accepted event ends once per worker, as a result or as a dead letter that waits',
  check: (history) =>
    history.happenings
      .filter(({ accepted }) => accepted)
      .flatMap((happening) => lossesOf(happening, endingsOf(history), history)),
};

function lossesOf(happening: Happening, endings: Endings, { ended }: History): readonly string[] {
  const { source, senderEventId, workers } = happening;
  const what = `${senderEventId} of ${source}`;
  const id = eventIdOf(happening, endings);
  if (id === undefined) return [`${what} was accepted and left no trace`];
  const waitsForDispatch = WAITING_STATES.includes(endings.undispatched.get(id)?.state ?? '');
  // What is still under way when time is over is said by another invariant.
  if (waitsForDispatch || ended === 'late') return [];
  return workers.flatMap((worker) => {
    if (endings.results.get(worker)?.has(id)) return [];
    const deadLetter = endings.deadLetters.get(`${worker}/${id}`);
    if (!deadLetter) return [`${worker} has neither a result nor a dead letter of ${what}`];
    if (WAITING_STATES.includes(deadLetter.state)) return [];
    return [`${worker} has no result of ${what}, and its dead letter says that it is ${deadLetter.state}`];
  });
}
