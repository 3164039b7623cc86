import pMap from 'p-map';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Clock, Log, Metrics } from '#shared/ports.ts';

/** Those that wait for an operator. */
const WAITING: readonly DeadLetterState[] = ['open', 'quarantined'];

/** Enough to hide the latency of twenty workers, and far from the client's 50 sockets. */
const WORKERS_AT_ONCE = 10;

/** The oldest is the first; behind it are some more, should it be of a version that this code cannot read. */
const PAGE = 10;

export interface Measured {
  readonly workers: number;
}

export interface MeasureDeadLettersPorts {
  readonly store: Pick<DeadLetterStore, 'page'>;
  /** Everyone who has dead letters, `dispatch` too. */
  readonly workers: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * How long the oldest dead letter of each worker has waited. What the keeper has not recorded yet is not among them: CloudWatch
 * has the age of a dead-letter queue by itself.
 */
export function createMeasureDeadLetters({ store, workers, clock, log, metrics }: MeasureDeadLettersPorts) {
  const oldestOf = async (worker: string): Promise<number | undefined> => {
    const pages = await Promise.all(WAITING.map((state) => store.page({ worker, state, limit: PAGE })));
    const times = pages.flatMap(({ deadLetters }) => deadLetters.map(({ failure }) => Date.parse(failure.lastAt)));
    return times.length === 0 ? undefined : Math.min(...times);
  };

  /** @returns whether it is known */
  const measure = async (worker: string): Promise<boolean> => {
    try {
      const oldestMs = await oldestOf(worker);
      const ageMs = oldestMs === undefined ? 0 : Math.max(0, clock.now().getTime() - oldestMs);
      metrics.record('OldestDeadLetterAge', Math.round(ageMs / 1000), { worker });
      return true;
    } catch (error) {
      log.error('Dead letters could not be measured', { worker, error });
      return false;
    }
  };

  /** @throws when one could not be measured: a zero would say that all is well */
  return async function measureDeadLetters(): Promise<Measured> {
    const known = await pMap(workers, measure, { concurrency: WORKERS_AT_ONCE });
    const unknown = workers.filter((_, index) => !known[index]);
    if (unknown.length > 0) throw new Error(`The dead letters of ${unknown.join(', ')} could not be measured`);
    return { workers: workers.length };
  };
}
