import type { Context } from 'aws-lambda';
import type { Invoked } from '../history.ts';
import type { Environment, World } from '../world/world.ts';
import { bundleOfToday, type Bundle } from './bundle.ts';
import { createFreezer, type Freezer } from './freezer.ts';
import type { FunctionBuild, Invocable } from './function-build.ts';
import type { PipelineParts } from './parts.ts';
import type { FunctionSettings, Topology } from './topology.ts';

export type Outcome<Answered> =
  | { readonly ending: 'answered'; readonly answer: Answered }
  | { readonly ending: 'threw'; readonly error: unknown }
  | { readonly ending: 'died' | 'timed-out' };

export interface FunctionPool<Asked, Answered> {
  /** Never rejects. */
  invoke(asked: Asked): Promise<Outcome<Answered>>;
  /** Environments that begin from now on are of this bundle; those that are busy finish what they have. */
  deploy(bundle: Bundle): void;
  readonly underWay: () => number;
}

export interface PoolSettings<Asked, Answered> {
  readonly world: World;
  readonly topology: Topology;
  readonly parts: PipelineParts;
  readonly settings: FunctionSettings;
  readonly build: FunctionBuild<Asked, Answered>;
  readonly onInvoked: (invoked: Invoked, environment: Environment) => void;
}

/** An environment with what its function became when it was loaded. */
interface Warm<Asked, Answered> {
  readonly environment: Environment;
  readonly freezer: Freezer;
  readonly bundle: Bundle;
  readonly invocable: Invocable<Asked, Answered>;
}

/** How often an invocation is frozen in the middle of its work until Lambda has long given it up. */
const FROZEN_CHANCE = 0.01;
/** Crashes come with calls; a function that is seldom invoked makes too few of them to meet one where it hurts. */
const DEATH_CHANCES: Readonly<Record<string, number>> = { replay: 0.15 };
/** About as long as a replay of a few dead letters takes. */
const DEATH_WITHIN_MS = 80;

/** The execution environments of one function, each with one invocation at a time, kept warm and used again. */
export function createFunctionPool<Asked, Answered>(
  pool: PoolSettings<Asked, Answered>,
): FunctionPool<Asked, Answered> {
  const { world, settings, onInvoked } = pool;
  const { scheduler, troubles } = world;
  const idle: Warm<Asked, Answered>[] = [];
  let bundle = bundleOfToday;
  let underWay = 0;
  let invocations = 0;

  const start = (): Warm<Asked, Answered> => {
    const environment = world.createEnvironment(settings.name);
    const freezer = createFreezer(world.scheduler);
    const ports = freezer.freezable(pool.parts.portsOf(environment));
    const { topology, parts } = pool;
    return { environment, freezer, bundle, invocable: pool.build({ ports, settings, topology, bundle, parts }) };
  };

  const take = (): Warm<Asked, Answered> => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (warm.bundle === bundle && !warm.environment.isDead()) return warm;
    }
    return start();
  };

  return {
    invoke(asked) {
      const warm = take();
      const { environment, freezer } = warm;
      const startedAtMs = scheduler.nowMs();
      const endsAtMs = startedAtMs + settings.timeoutMs;
      const requestId = `${settings.name}-${(invocations += 1)}`;
      const isFrozen = troubles.strikes('zombie', FROZEN_CHANCE);
      if (isFrozen) freezer.freezeSoon(troubles.random('zombie'), settings.timeoutMs);
      if (troubles.strikes('crash', DEATH_CHANCES[settings.name] ?? 0)) {
        scheduler.after(troubles.random('crash').fraction() * DEATH_WITHIN_MS, () => environment.die());
      }
      underWay += 1;
      return new Promise((resolve) => {
        let isOver = false;
        const end = (outcome: Outcome<Answered>) => {
          if (isOver) return;
          isOver = true;
          timeout.cancel();
          underWay -= 1;
          const { ending } = outcome;
          if (ending === 'answered' || ending === 'threw') {
            freezer.cancel();
            idle.push(warm);
          }
          const wasTroubled = isFrozen || ending === 'died';
          const answer = ending === 'answered' && { answer: outcome.answer };
          const unanswered = environment.takeUnanswered();
          const invoked = { functionName: settings.name, requestId, startedAtMs, ending, wasTroubled, unanswered };
          onInvoked({ ...invoked, ...answer }, environment);
          resolve(outcome);
        };
        const timeout = scheduler.after(settings.timeoutMs, () => {
          if (environment.isDead()) return end({ ending: 'died' });
          // Lambda ends what it has given up, unless it stands frozen: that goes on one day.
          if (!isFrozen) environment.die();
          end({ ending: 'timed-out' });
        });
        warm
          .invocable(
            asked,
            contextOf(requestId, () => endsAtMs - scheduler.nowMs()),
          )
          .then(
            (answer) => end({ ending: 'answered', answer }),
            (error: unknown) => end({ ending: 'threw', error }),
          );
      });
    },
    deploy(next) {
      bundle = next;
      idle.length = 0;
    },
    underWay: () => underWay,
  };
}

/** As much of Lambda's context as functions of ours look at. */
const contextOf = (awsRequestId: string, getRemainingTimeInMillis: () => number) =>
  ({ awsRequestId, getRemainingTimeInMillis }) as Context;
