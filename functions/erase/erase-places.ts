import { eraseArchived } from './erase-archived.ts';
import { eraseDeadLetters } from './erase-dead-letters.ts';
import type { Erasing } from './erasing.ts';

const ARCHIVE = 'archive:';
const DEAD_LETTERS = 'dead-letters:';

/** All places, one after the other, from where an earlier call had ended. */
export async function erasePlaces(after: string | undefined, erasing: Erasing): Promise<'done' | 'time is over'> {
  const within = (place: string): Erasing => ({
    ...erasing,
    onReached: (reached) => erasing.onReached(`${place}${reached}`),
  });
  if (!after?.startsWith(DEAD_LETTERS)) {
    const end = await eraseArchived(after?.slice(ARCHIVE.length), within(ARCHIVE));
    if (end !== 'done') return end;
    await erasing.onReached(DEAD_LETTERS);
  }
  const reached = after?.startsWith(DEAD_LETTERS) ? after.slice(DEAD_LETTERS.length) : undefined;
  return eraseDeadLetters(reached, within(DEAD_LETTERS));
}
