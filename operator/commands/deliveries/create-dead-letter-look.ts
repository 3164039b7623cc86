import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { FindDeadLetters } from './create-dead-letter-finder.ts';
import type { Awaited, ResultFollower } from './create-result-follower.ts';

/** A healthy worker has its result long before; one that tries again is asked about as seldom. */
const ASK_AFTER_MS = 2000;
/** Of one worker in one look: thousands that are only late must not keep the pipeline busy with questions. */
const ASKED_PER_LOOK_MAX = 100;

const DISPATCH = 'dispatch';

/**
 * One look: whichever results have not come for a while, longest asked ago first, are looked up among the dead letters of
 * their worker and of dispatch; those found are awaited no longer.
 */
export function createDeadLetterLook(
  follower: Pick<ResultFollower, 'awaited' | 'end'>,
  findDeadLetters: FindDeadLetters,
  now: () => number,
) {
  const askedAtMs = new Map<string, number>();
  const lastAtMs = (one: Awaited) => Math.max(askedAtMs.get(keyOf(one)) ?? 0, one.sinceMs);

  const endThoseOf = async (
    worker: string,
    results: readonly Awaited[],
    idOf: (one: Awaited) => string,
    signal: AbortSignal,
  ) => {
    const found = await findDeadLetters(worker, [...new Set(results.map(idOf))], signal);
    for (const one of results) {
      const message = found.get(idOf(one));
      if (message === undefined) continue;
      follower.end(one, { worker, id: deadLetterId(worker, idOf(one)), message });
    }
  };

  return async function look(signal: AbortSignal): Promise<void> {
    const due = follower
      .awaited()
      .filter((one) => now() - lastAtMs(one) >= ASK_AFTER_MS)
      .toSorted((one, other) => lastAtMs(one) - lastAtMs(other));
    const asked = [...Map.groupBy(due, ({ worker }) => worker)].map(
      ([worker, results]) => [worker, results.slice(0, ASKED_PER_LOOK_MAX)] as const,
    );
    const all = asked.flatMap(([, results]) => results);
    if (all.length === 0) return;
    for (const one of all) askedAtMs.set(keyOf(one), now());
    // One after the other: at once they would each start an environment of inspect.
    // oxlint-disable no-await-in-loop
    for (const [worker, results] of asked) await endThoseOf(worker, results, ({ eventId }) => eventId, signal);
    await endThoseOf(DISPATCH, all, ({ listId }) => listId, signal);
    // oxlint-enable no-await-in-loop
  };
}

const keyOf = ({ worker, eventId }: Awaited) => deadLetterId(worker, eventId);
