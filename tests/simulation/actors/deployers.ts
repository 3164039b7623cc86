import { bundleOfToday, bundleOfTomorrow, type Bundle } from '../pipeline/bundle.ts';
import type { SimulatedPipeline } from '../pipeline/pipeline.ts';
import type { World } from '../world/world.ts';

const FIRST_MS_MAX = 10 * 60_000;
const STEP_MS_MAX = 3 * 60_000;
const DEPLOY_CHANCE = 0.6;
/** A deploy in the wrong order, or one that is taken back: what was written meanwhile must wait for its reader. */
const WRONG_ORDER_CHANCE = 0.25;
const ROLLBACK_CHANCE = 0.4;

export interface Deployers {
  /** Everything is of the newer bundle from now on. */
  finish(): void;
}

/** Replace the functions one after the other: whoever reads before whoever writes, unless somebody errs. */
export function startDeployers(
  { scheduler, troubles }: World,
  pipeline: Pick<SimulatedPipeline, 'deploy'>,
  workers: readonly string[],
): Deployers {
  const random = troubles.random('deploy');
  const readersFirst = [...workers, 'dispatch', 'ingest'];
  const isDeployed = troubles.strikes('deploy', DEPLOY_CHANCE);
  let isFinished = false;

  const roll = (names: readonly string[], bundle: Bundle, afterMs: number): number => {
    let atMs = afterMs;
    for (const name of names) {
      atMs += random.fraction() * STEP_MS_MAX;
      scheduler.after(atMs, () => {
        if (!isFinished) pipeline.deploy(name, bundle);
      });
    }
    return atMs;
  };

  if (isDeployed) {
    const isWrong = random.fraction() < WRONG_ORDER_CHANCE;
    const names = isWrong ? readersFirst.toReversed() : readersFirst;
    const doneMs = roll(names, bundleOfTomorrow, random.fraction() * FIRST_MS_MAX);
    if (random.fraction() < ROLLBACK_CHANCE) roll(names.toReversed(), bundleOfToday, doneMs);
  }
  return {
    finish() {
      isFinished = true;
      if (isDeployed) for (const name of readersFirst) pipeline.deploy(name, bundleOfTomorrow);
    },
  };
}
