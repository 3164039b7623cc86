import { setImmediate } from 'node:timers/promises';
import { runScenarios } from './run-scenarios.ts';
import type { Scenario } from './scenario.ts';
import type { Verdict } from './verdict.ts';

const scenarios = [1, 2, 3, 4].map((seed): Scenario => ({ seed, deliveries: 1, without: [], troublesMax: 0 }));

/** Runs that end when the test says so. */
function heldRuns() {
  const ends = new Map<number, (error?: Error) => void>();
  const simulate = (scenario: Scenario) =>
    new Promise<Verdict>((resolve, reject) => {
      ends.set(scenario.seed, (error) => (error ? reject(error) : resolve({ scenario } as Verdict)));
    });
  return { ends, simulate };
}

test('verdicts come in the order of their scenarios, whichever ends first, and no more are begun than asked', async () => {
  const { ends, simulate } = heldRuns();
  const seeds: number[] = [];
  const all = (async () => {
    for await (const { scenario } of runScenarios(scenarios, { simulate, atOnce: 2 })) seeds.push(scenario.seed);
  })();
  await setImmediate();
  expect([...ends.keys()]).toEqual([1, 2]);
  ends.get(2)?.();
  await setImmediate();
  expect(seeds).toEqual([]);
  ends.get(1)?.();
  await setImmediate();
  for (const seed of [4, 3]) ends.get(seed)?.();
  await all;
  expect(seeds).toEqual([1, 2, 3, 4]);
});

test('a run that fails ends them all with its error', async () => {
  const { ends, simulate } = heldRuns();
  const verdicts = runScenarios(scenarios, { simulate, atOnce: 2 });
  const first = verdicts.next();
  ends.get(2)?.(new Error('later'));
  ends.get(1)?.(new Error('first'));
  await expect(first).rejects.toThrow('first');
  expect(await verdicts.next()).toEqual({ done: true, value: undefined });
});
