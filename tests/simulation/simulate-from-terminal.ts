import { keptScenarios } from './kept-scenarios.ts';
import { packagedProd } from './packaged-prod.ts';
import { readCommit } from './read-commit.ts';
import { createJsonReport } from './report/json-report.ts';
import type { Report } from './report/report.ts';
import { checkCanSave, saveScenario } from './report/save-scenario.ts';
import { createTextReport } from './report/text-report.ts';
import type { Scenario, Trouble } from './scenario.ts';
import { simulateScenarios, type Watcher } from './simulate-scenarios.ts';
import { startSimulationThreads } from './threads/simulation-threads.ts';

export interface TerminalOptions {
  readonly seed: number;
  readonly seeds: number;
  readonly deliveries: number;
  readonly without: readonly Trouble[];
  readonly troublesMax: number;
  readonly plant?: string | undefined;
  readonly kept: boolean;
  readonly first: boolean;
  readonly shrink: boolean;
  readonly save?: string | undefined;
  readonly jobs: number;
  readonly packaged?: string | undefined;
  readonly json: boolean;
}

/** Everything between the options and the exit code. */
export async function simulateFromTerminal(
  options: TerminalOptions,
  signal: AbortSignal,
): Promise<'held' | 'breached' | 'interrupted'> {
  if (options.save !== undefined) checkCanSave(options.save);
  const interrupted = Promise.withResolvers<'interrupted'>();
  signal.addEventListener('abort', () => interrupted.resolve('interrupted'));
  const packaged = await packagedProd(options.packaged, signal);
  const jobs = Math.min(options.jobs, options.seeds + (options.kept ? options.jobs : 0));
  const threads = startSimulationThreads(packaged, jobs);
  try {
    const scenarios = scenariosOf(options);
    const report = createReport(options.json, scenarios.length);
    const simulated = simulateScenarios({
      scenarios,
      simulate: threads.simulate,
      // Twice the threads, so that none waits for the one whose turn it is to be reported.
      atOnce: jobs * 2,
      nowMs: () => performance.now(),
      shrinks: options.shrink,
      endsWithFirstBreach: options.first,
      watcher: options.save === undefined ? report : saving(report, options.save),
    });
    const outcome = await Promise.race([simulated, interrupted.promise]);
    report.end(outcome === 'interrupted');
    if (outcome === 'interrupted') return outcome;
    return outcome.breached > 0 ? 'breached' : 'held';
  } finally {
    await threads.close();
  }
}

function scenariosOf({ seed, seeds, deliveries, without, troublesMax, plant, kept }: TerminalOptions): Scenario[] {
  const planted = plant === undefined ? {} : { planted: plant };
  const fresh = Array.from({ length: seeds }, (_, index) => seed + index);
  return [
    ...(kept ? keptScenarios().map(({ scenario }) => ({ ...scenario, ...planted })) : []),
    ...fresh.map((seed) => ({ seed, deliveries, without, troublesMax, ...planted })),
  ];
}

function createReport(asJson: boolean, count: number): Report {
  const ports = {
    write: (text: string) => void process.stdout.write(text),
    commit: readCommit(),
    count,
    nowMs: () => performance.now(),
  };
  if (asJson) return createJsonReport(ports);
  return createTextReport({ ...ports, stream: process.stdout, progressTo: process.stderr });
}

/** Of each invariant that was breached the smallest scenario that is known, so that it can be kept. */
function saving(watcher: Watcher, directory: string): Watcher {
  const saved = new Set<string>();
  return {
    ...watcher,
    onBreach(verdict) {
      watcher.onBreach(verdict);
      for (const { invariant } of verdict.breaches) {
        if (!saved.has(invariant)) saveScenario(verdict, invariant, directory);
        saved.add(invariant);
      }
    },
    onShrunk(shrunk) {
      watcher.onShrunk(shrunk);
      saveScenario(shrunk.verdict, shrunk.invariant, directory);
    },
  };
}
