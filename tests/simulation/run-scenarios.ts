import type { Scenario } from './scenario.ts';
import type { Simulate, Verdict } from './verdict.ts';

export interface RunScenarios {
  readonly simulate: Simulate;
  /** How many are begun before the first has come to its end. */
  readonly atOnce: number;
}

/** Verdicts in the order of their scenarios, however long each takes. */
export async function* runScenarios(
  scenarios: Iterable<Scenario>,
  { simulate, atOnce }: RunScenarios,
): AsyncGenerator<Verdict> {
  const begun: Promise<Verdict>[] = [];
  const rest = scenarios[Symbol.iterator]();
  for (;;) {
    while (begun.length < atOnce) {
      const { value, done } = rest.next();
      if (done) break;
      const verdict = simulate(value);
      // Whoever comes before it may fail first; then nobody asks for this one any more.
      verdict.catch(() => undefined);
      begun.push(verdict);
    }
    const first = begun.shift();
    if (!first) return;
    yield await first;
  }
}
