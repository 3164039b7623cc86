import { simulatedDestinations } from '../actors/simulated-sources.ts';
import type { History } from '../history.ts';
import { idOf, isTaken, wasCutOff } from './posted-once.ts';
import type { Invariant } from './invariant.ts';

/** That a run could not write down what it had posted: only its lease, or its successor's, is there then. */
const UNWRITTEN = ['Could not complete a marker', 'Too late to complete a marker: its lease had passed'];

const names = new Map<string, string>(Object.entries(simulatedDestinations).map(([name, { url }]) => [url, name]));

/** Without its marker an event would be posted once more by the next copy, even where no copy has come so far. */
export const postedStaysMarked: Invariant = {
  name: 'What a destination has taken stays marked as posted',
  check(history) {
    const { posts, items } = history.world;
    const unwritten = unwrittenMarkers(history);
    const marked = posts
      .filter((post) => isTaken(post) && post.wasHeard && !wasCutOff(post, history))
      .map((post) => `forward/${idOf(post)}/${names.get(post.url)}`);
    return [...new Set(marked)]
      .filter((marker) => !unwritten.has(marker) && !isCompleted(items.markers.get(marker)?.item))
      .map((marker) => `${marker} was posted, and its marker is ${items.markers.has(marker) ? 'open' : 'gone'}`);
  },
};

const isCompleted = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && 'status' in item && item.status === 'completed';

const unwrittenMarkers = ({ world: { log } }: History): ReadonlySet<string> =>
  new Set(log.filter(({ message }) => UNWRITTEN.includes(message)).map(({ fields }) => String(fields['marker'])));
