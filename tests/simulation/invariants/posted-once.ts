import type { History } from '../history.ts';
import type { SimulatedPost } from '../world/world.ts';
import type { Invariant } from './invariant.ts';

/** The marker of a post that could not be written, as shared/markers says it in its log. */
const UNWRITTEN = 'Could not complete a marker';

/** Repeated only after a crash between a post and its record: design §4.4. */
export const postedOnce: Invariant = {
  name: 'A destination takes an event once, and always the same bytes under one id',
  check(history) {
    const unwritten = unwrittenMarkers(history);
    const byEvent = Map.groupBy(history.world.posts, idOf);
    return [...byEvent].flatMap(([id, posts]) => {
      const bodies = new Set(posts.map(({ body }) => withoutCounter(body)));
      const changed = bodies.size === 1 ? [] : [`${id} was posted with ${bodies.size} different bodies`];
      const taken = Map.groupBy(posts.filter(isTaken), ({ url }) => url);
      const repeated = [...taken].flatMap(([url, same]) => {
        const wrong = same.slice(1).filter((post, index) => !mayFollow(same[index], post, history));
        if (wrong.length === 0) return [];
        const isUnwritten = [...unwritten].some((marker) => marker.startsWith(`forward/${id}/`));
        return isUnwritten ? [] : wrong.map(() => `${url} took ${id} ${same.length} times without need`);
      });
      return [...changed, ...repeated];
    });
  },
};

/** A sender that counts its attempts in the body tells one event in several bodies, whichever of them comes first. */
const withoutCounter = (body: string) => body.replace(/"attempt":\d+/, '"attempt":0');

/** Nobody could know that the first was taken, or whoever makes the second has stood still since before it. */
function mayFollow(first: SimulatedPost | undefined, second: SimulatedPost, history: History): boolean {
  if (!first || !first.wasHeard || wasCutOff(first, history)) return true;
  const secondBeganAtMs = history.cutOff.get(second.by);
  return secondBeganAtMs !== undefined && secondBeganAtMs <= first.atMs;
}

/** The invocation that made it never came to its end, perhaps before it had written the post down. */
export function wasCutOff({ by, atMs }: SimulatedPost, { cutOff }: History): boolean {
  const beganAtMs = cutOff.get(by);
  return beganAtMs !== undefined && beganAtMs <= atMs;
}

export const idOf = ({ headers }: SimulatedPost): string => headers['webhook-id'] ?? '';

export const isTaken = ({ status = 0 }: SimulatedPost): boolean => status >= 200 && status < 300;

const unwrittenMarkers = ({ world: { log } }: History): ReadonlySet<string> =>
  new Set(log.filter(({ message }) => message === UNWRITTEN).map(({ fields }) => String(fields['marker'])));
