import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import type { Answer } from '../../../functions/ingest/answer.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Invoked } from '../history.ts';
import type { Environment, World } from '../world/world.ts';
import type { Bundle } from './bundle.ts';
import { startEventSourceMapping, type EventSourceMapping } from './event-source-mapping.ts';
import type { FunctionBuild } from './function-build.ts';
import { createFunctionPool, type FunctionPool, type PoolSettings } from './function-pool.ts';
import { archive } from './functions/archive.ts';
import { canary } from './functions/canary.ts';
import { dispatch } from './functions/dispatch.ts';
import { forward } from './functions/forward.ts';
import { ingest } from './functions/ingest.ts';
import { keeper } from './functions/keeper.ts';
import { ledger } from './functions/ledger.ts';
import { measure } from './functions/measure.ts';
import { probe } from './functions/probe.ts';
import { replay } from './functions/replay.ts';
import { sweep } from './functions/sweep.ts';
import type { PipelineParts } from './parts.ts';
import type { Topology } from './topology.ts';

const behindQueues: Readonly<Record<string, FunctionBuild<SQSEvent, SQSBatchResponse>>> = {
  dispatch,
  archive,
  forward,
  ledger,
  canary,
  keeper,
};
const scheduled: Readonly<Record<string, FunctionBuild<undefined, unknown>>> = { measure, probe, sweep };

/** Everything that is deployed, at work in a simulated world. */
export interface SimulatedPipeline {
  readonly ingest: FunctionPool<WebhookRequest, Answer>;
  readonly replay: FunctionPool<ReplayRequest, ReplayAnswer>;
  /** No invocation but those of schedules is under way, and no message anywhere. */
  readonly isQuiet: () => boolean;
  readonly deploy: (functionName: string, bundle: Bundle) => void;
  /** The poller of this queue takes nothing more until it is resumed. */
  readonly mappingOf: (queue: string) => Pick<EventSourceMapping, 'pause' | 'resume'>;
}

export interface PipelineSettings {
  readonly world: World;
  readonly topology: Topology;
  readonly parts: PipelineParts;
  readonly onInvoked: (invoked: Invoked, environment: Environment) => void;
}

export function startPipeline(pipeline: PipelineSettings): SimulatedPipeline {
  const { world, topology, parts } = pipeline;
  const pools = new Map<string, FunctionPool<never, unknown>>();
  const poolOf = <Asked, Answered>(name: string, build: FunctionBuild<Asked, Answered>) => {
    const pool = createFunctionPool({ ...pipeline, settings: settingsOf(name, topology), build });
    pools.set(name, pool);
    return pool;
  };
  const [ingesting, replaying] = [poolOf('ingest', ingest), poolOf('replay', replay)];
  const queuePools = new Map(
    Object.entries(behindQueues).map(([name, build]) => [name, poolOf(name, planted(name, build, parts))]),
  );
  const mappings = new Map<string, EventSourceMapping>();
  for (const mapping of topology.mappings) {
    const [queue, pool] = [world.queues.get(mapping.queue), queuePools.get(mapping.functionName)];
    if (!queue || !pool) throw new Error(`Nothing simulates ${mapping.functionName} behind ${mapping.queue}`);
    mappings.set(mapping.queue, startEventSourceMapping(mapping, { world, queue, pool }));
  }
  for (const { functionName, everyMs } of topology.schedules) {
    const build = scheduled[functionName];
    if (!build) throw new Error(`Nothing simulates the schedule of ${functionName}`);
    startSchedule(poolOf(functionName, build), everyMs, world);
  }
  return {
    ingest: ingesting,
    replay: replaying,
    isQuiet: () =>
      [...mappings.values()].every(({ isIdle }) => isIdle()) &&
      [...world.queues.values()].every(({ size }) => size === 0) &&
      [...pools.values()].every((pool) => pool.underWay() === 0),
    deploy(functionName, bundle) {
      const pool = pools.get(functionName);
      if (!pool) throw new Error(`There is no function ${functionName} to deploy`);
      pool.deploy(bundle);
    },
    mappingOf(queue) {
      const mapping = mappings.get(queue);
      if (!mapping) throw new Error(`Nobody polls ${queue}`);
      return mapping;
    },
  };
}

/** A bug may stand between the poller and a function. */
const planted =
  (name: string, build: PoolSettings<SQSEvent, SQSBatchResponse>['build'], { handlerOf }: PipelineParts) =>
  (start: Parameters<typeof build>[0]) =>
    handlerOf(name, build(start));

function settingsOf(name: string, { functions }: Topology) {
  const settings = functions.get(name);
  if (!settings) throw new Error(`The template has no function ${name}`);
  return settings;
}

/** EventBridge begins the next invocation whether or not the one before has ended. */
function startSchedule(pool: FunctionPool<undefined, unknown>, everyMs: number, { scheduler }: World): void {
  const tick = () => {
    void pool.invoke(undefined);
    scheduler.after(everyMs, tick);
  };
  scheduler.after(everyMs, tick);
}
