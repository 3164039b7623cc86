import type { MetricsOwner } from '../metrics/metric-names.ts';
import { toEmf, type Recorded } from '../metrics/to-emf.ts';
import type { Clock, Metrics } from '../ports.ts';

/**
 * Metrics as lines of the function's log, from which CloudWatch takes them: no call, and nothing to wait for. An environment
 * works on one invocation at a time, so that one list serves.
 */
export function createMetrics(
  owner: MetricsOwner,
  clock: Pick<Clock, 'now'>,
  // Not the console: Lambda puts a time and an id before its lines, and CloudWatch then takes them for text.
  print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Metrics {
  let recorded: Recorded[] = [];
  return {
    record: (name, value, dimensions = {}) => void recorded.push({ name, value, dimensions }),
    flush() {
      if (recorded.length === 0) return;
      const lines = toEmf(recorded, owner, clock.now());
      recorded = [];
      for (const line of lines) print(line);
    },
  };
}
