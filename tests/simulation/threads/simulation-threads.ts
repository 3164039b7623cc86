import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Scenario } from '../scenario.ts';
import type { Simulate, Verdict } from '../verdict.ts';

/** What a thread says of a scenario: its verdict, or why the simulator itself could not go on. */
export type ThreadAnswer = { readonly verdict: Verdict } | { readonly stack: string };

export interface SimulationThreads {
  /** As many at once as there are threads; the others wait their turn in order. */
  readonly simulate: Simulate;
  /** Ends all of them at once, also in the middle of a run. */
  readonly close: () => Promise<void>;
}

/** The simulator failed, and not what it simulates. */
export class SimulatorFailed extends Error {
  override readonly name = 'SimulatorFailed';
  readonly scenario: Scenario;

  constructor(scenario: Scenario, cause: unknown) {
    super(`The simulator could not go on: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    this.scenario = scenario;
  }
}

/**
 * Runs are spread over threads, even a single one: a run replaces the time and the randomness of its thread.
 * @param directory where `sls package --stage prod` wrote to
 */
export function startSimulationThreads(directory: string, count: number): SimulationThreads {
  const threads = Array.from({ length: count }, () => {
    return new Worker(new URL('./simulation-thread.ts', import.meta.url), { workerData: { directory } });
  });
  const idle = [...threads];
  const waiting: ((thread: Worker) => void)[] = [];

  const take = async () => idle.shift() ?? new Promise<Worker>((resolve) => waiting.push(resolve));
  const giveBack = (thread: Worker) => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    async simulate(scenario) {
      const thread = await take();
      const answer = await ask(thread, scenario);
      giveBack(thread);
      if ('verdict' in answer) return answer.verdict;
      throw new SimulatorFailed(scenario, answer.stack);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

/** A thread that ends instead of answering is not given back: it takes no further scenario. */
async function ask(thread: Worker, scenario: Scenario): Promise<ThreadAnswer> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(thread, 'exit', { signal }).then(([code]) => {
    throw new SimulatorFailed(scenario, `its thread ended with ${code}`);
  });
  try {
    const answer = once(thread, 'message', { signal });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    thread.postMessage(scenario);
    // `once` also rejects when the thread says `error`.
    const [message] = await Promise.race([answer, ended]);
    return message as ThreadAnswer;
  } catch (error) {
    throw error instanceof SimulatorFailed ? error : new SimulatorFailed(scenario, error);
  } finally {
    answered.abort();
  }
}
