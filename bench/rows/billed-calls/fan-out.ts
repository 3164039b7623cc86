import { SHARES } from '../../load/webhooks.ts';
import type { PricedRun } from './price-run.ts';

/** Named in this order; more workers than these are like the archive, which every further row is by default: a result per batch. */
const WORKERS = ['archive', 'forward', 'ledger'] as const;

/**
 * What a million webhooks would cost if so many workers got every event: a worker's calls grow with its share and with nothing
 * else, and what comes before the topic does not know how many there are.
 */
export function atFanOut({ lines }: PricedRun, workers: number): number {
  const perEvent = (name: string) =>
    lines.filter(({ part }) => part === name).reduce((sum, line) => sum + line.perMillion, 0) / (SHARES[name] ?? 1);
  const before = lines
    .filter(({ part }) => !WORKERS.some((name) => name === part))
    .reduce((sum, line) => sum + line.perMillion, 0);
  return Array.from({ length: workers }, (_, index) => perEvent(WORKERS[index] ?? 'archive')).reduce(
    (sum, one) => sum + one,
    before,
  );
}
