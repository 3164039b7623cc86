import type { SimulatedPipeline } from './pipeline/pipeline.ts';
import type { World } from './world/world.ts';

/** Whether everything has come to its end is looked at this often: the look costs more than a call. */
const LOOK_MS = 5000;
/** Longer than the longest visibility and the longest way through all attempts. */
const QUIET_WITHIN_MS = 24 * 60 * 60_000;
/** Between two rounds claims of dead runs pass, and breakers that are open close or wait their longest. */
const BETWEEN_ROUNDS_MS = 20 * 60_000;
/** What fails in as many rounds of a world without troubles fails for ever. */
const ROUNDS = 3;

export interface DrainPorts {
  readonly world: World;
  readonly pipeline: SimulatedPipeline;
  /** Every worker, and `dispatch`, which comes first: its dead letters become events of the others. */
  readonly workers: readonly string[];
  readonly isQuiet: () => boolean;
}

/** Nothing goes wrong any more: lets everything come to its end, and replays what failed meanwhile. */
export async function drain({ world, pipeline, workers, isQuiet }: DrainPorts): Promise<'idle' | 'late'> {
  const { scheduler } = world;
  const pass = (ms: number) => scheduler.run(() => false, scheduler.nowMs() + ms);

  const untilQuiet = async (): Promise<boolean> => {
    const limitMs = scheduler.nowMs() + QUIET_WITHIN_MS;
    while (scheduler.nowMs() < limitMs) {
      if (isQuiet()) return true;
      await pass(LOOK_MS);
    }
    return false;
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    if (!(await untilQuiet())) return 'late';
    await pass(BETWEEN_ROUNDS_MS);
    for (const from of workers) {
      void pipeline.replay.invoke({ replay: { from, all: true, reason: 'Everything is well again' } });
      await pass(LOOK_MS);
      if (!(await untilQuiet())) return 'late';
    }
  }
  return 'idle';
}
