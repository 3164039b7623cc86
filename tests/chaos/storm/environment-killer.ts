import type { KillPlan } from './plan-kills.ts';
import type { MortalPipeline } from './start-mortal-pipeline.ts';
import type { Tally } from './tally.ts';

export interface EnvironmentKiller {
  begin(pipeline: Pick<MortalPipeline, 'killEnvironment'>): void;
  /** Told of every request to AWS; now and then the environment of a function dies of it. */
  onRequest(): void;
  end(): void;
}

export function createEnvironmentKiller({ plan, tally }: { plan: KillPlan; tally: Tally }): EnvironmentKiller {
  let pipeline: Pick<MortalPipeline, 'killEnvironment'> | undefined;
  let isKilling = false;
  const kill = async (draw: number) => {
    isKilling = true;
    const shortName = await pipeline?.killEnvironment(draw);
    isKilling = false;
    // A kill that nobody answered met a process that was dying itself.
    if (shortName === undefined) return;
    tally.environmentKills[shortName] = (tally.environmentKills[shortName] ?? 0) + 1;
  };
  return {
    begin(living) {
      pipeline = living;
    },
    onRequest() {
      const draw = pipeline && plan.environmentDue();
      if (draw !== undefined && !isKilling) void kill(draw);
    },
    end() {
      pipeline = undefined;
    },
  };
}
