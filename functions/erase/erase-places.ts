import { eraseAgain } from './erase-again.ts';
import { eraseArchived } from './erase-archived.ts';
import { eraseDeadLetters } from './erase-dead-letters.ts';
import type { Ended, Erasing } from './erasing.ts';

const AGAIN = 'again:';
const ARCHIVE = 'archive:';
const DEAD_LETTERS = 'dead-letters:';

/** All places, one after the other, from where an earlier call had ended. */
export async function erasePlaces(after: string | undefined, erasing: Erasing): Promise<Ended> {
  const within = (place: string): Erasing => ({
    ...erasing,
    onReached: (reached) => erasing.onReached(`${place}${reached}`),
  });
  const behind = (place: string) => (after?.startsWith(place) ? after.slice(place.length) : undefined);
  const steps = [
    [AGAIN, eraseAgain],
    [ARCHIVE, eraseArchived],
    [DEAD_LETTERS, eraseDeadLetters],
  ] as const;
  const first = steps.findIndex(([place]) => behind(place) !== undefined);
  for (const [index, [place, erase]] of steps.entries()) {
    if (index < first) continue;
    // oxlint-disable no-await-in-loop -- dead letters come last: what a run sent back while others were erased is found there
    await erasing.onReached(`${place}${behind(place) ?? ''}`);
    const ended = await erase(behind(place) || undefined, within(place));
    if (ended !== 'done') return ended;
    // oxlint-enable no-await-in-loop
  }
  return 'done';
}
