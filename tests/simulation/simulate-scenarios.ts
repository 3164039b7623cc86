import { runScenarios } from './run-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { shrink, type Shrunk } from './shrink.ts';
import { addVerdict, NOTHING_YET, type Tally } from './report/tally.ts';
import type { Simulate, Verdict } from './verdict.ts';

/** A breach that is not shrunk by then is shown as far as it came: whoever waits wants to begin reading. */
export const SHRINK_SECONDS_MAX = 60;

/** Whoever is told while it goes on. */
export interface Watcher {
  onVerdict(tally: Tally, verdict: Verdict): void;
  onBreach(verdict: Verdict): void;
  onShrunk(shrunk: Shrunk): void;
}

export interface SimulateScenarios {
  readonly scenarios: readonly Scenario[];
  readonly simulate: Simulate;
  readonly atOnce: number;
  readonly nowMs: () => number;
  readonly shrinks: boolean;
  readonly endsWithFirstBreach: boolean;
  readonly watcher: Watcher;
}

/** Runs them in order; of each invariant that is breached the first run is shrunk, since the others mostly tell the same. */
export async function simulateScenarios(asked: SimulateScenarios): Promise<Tally> {
  const { scenarios, simulate, atOnce, nowMs, shrinks, endsWithFirstBreach, watcher } = asked;
  const shrunkInvariants = new Set<string>();
  let tally = NOTHING_YET;
  for await (const verdict of runScenarios(scenarios, { simulate, atOnce })) {
    tally = addVerdict(tally, verdict);
    watcher.onVerdict(tally, verdict);
    if (verdict.breaches.length === 0) continue;
    watcher.onBreach(verdict);
    for (const { invariant } of shrinks ? verdict.breaches : []) {
      if (shrunkInvariants.has(invariant)) continue;
      shrunkInvariants.add(invariant);
      const endsAtMs = nowMs() + SHRINK_SECONDS_MAX * 1000;
      watcher.onShrunk(await shrink(verdict, invariant, { simulate, isTimeOver: () => nowMs() >= endsAtMs }));
    }
    if (endsWithFirstBreach) break;
  }
  return tally;
}
