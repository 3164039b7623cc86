import type { Clock } from './ports.ts';

/** Why the waiting ends. Without a reason of ours each end would make an error that nobody looks at. */
const DONE = 'the work is done';

/** What the promise gives in this time, else `late`. The work itself goes on; only the waiting ends. */
export async function within<Value>(work: Promise<Value>, ms: number, clock: Clock): Promise<Value | 'late'> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).then(() => 'late' as const);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort(DONE);
  }
}
