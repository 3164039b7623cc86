// One thread of the simulator: scenarios in, verdicts out, one at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { plantBug } from '../bugs/index.ts';
import { productionParts } from '../pipeline/parts.ts';
import { readTopology } from '../pipeline/topology.ts';
import type { Scenario } from '../scenario.ts';
import { createSimulate } from '../simulate.ts';
import type { ThreadAnswer } from './simulation-threads.ts';

const topology = await readTopology((workerData as { readonly directory: string }).directory);

parentPort?.on('message', (scenario: Scenario) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  void answer(scenario).then((said) => parentPort?.postMessage(said));
});

async function answer(scenario: Scenario): Promise<ThreadAnswer> {
  try {
    const simulate = createSimulate(topology, plantBug(productionParts, scenario.planted));
    return { verdict: await simulate(scenario) };
  } catch (error) {
    return { stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
