import type { TableIndexes } from '../../support/ports/table-store.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import { createBucket } from './bucket.ts';
import { createCallOut } from './call-out.ts';
import { createDigest } from './digest.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { createEnvironmentPorts, type EndpointKind, type Services } from './environment-ports.ts';
import { createFanOut } from './fan-out.ts';
import { createInMemoryQueue, type InMemoryQueue } from './in-memory-queue.ts';
import { createLaggingTable } from './lagging-table.ts';
import { watchUnanswered } from './unanswered-calls.ts';
import type {
  BucketName,
  Environment,
  QueueSettings,
  SimulatedPost,
  SubscriptionSettings,
  TableName,
  World,
} from './world.ts';

export interface WorldSettings {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
  readonly queues: readonly QueueSettings[];
  readonly subscriptions: readonly SubscriptionSettings[];
  /** What stands before a queue's name in its ARN: `<service>-<stage>-`. */
  readonly queuePrefix?: string;
  readonly indexes?: Partial<Readonly<Record<TableName, TableIndexes>>>;
  /** What lies in the buckets already: bucket → key → text. */
  readonly stored?: Partial<Readonly<Record<BucketName, Readonly<Record<string, string>>>>>;
}

/** How probable it is that one of a kind is away for minutes, once in a run. */
const OUTAGE_CHANCES: Readonly<Record<EndpointKind, number>> = {
  queue: 0,
  topic: 0.05,
  bucket: 0.1,
  table: 0.1,
  destination: 0.25,
};
const DELIVERIES_OUTAGE_CHANCE = 0.15;
const SKEW_CHANCE = 0.5;
/** Clocks of two environments differ by twice this much at most. */
const SKEW_MS_MAX = 1000;
/** A run has a handful of their invocations; each must go wrong as often as something does among thousands of the others. */
const SELDOM_INVOKED = ['replay', 'probe', 'sweep', 'operator'];
const SELDOM_WEIGHT = 8;
const ARN = 'arn:aws:sqs:us-east-1:000000000000:';

/** All that AWS is for the pipeline, in memory and on virtual time. */
export function createSimulatedWorld(settings: WorldSettings): World {
  const { scheduler, troubles, queuePrefix = '', indexes = {} } = settings;
  const digest = createDigest();
  const queues = createQueues(settings.queues, { scheduler, troubles, arnPrefix: ARN + queuePrefix });
  const queue = (name: string) => found(queues, name);
  const posts: SimulatedPost[] = [];
  const services: Services = {
    scheduler,
    troubles,
    queue,
    buckets: { results: createBucket('results'), config: createBucket('config') },
    tables: {
      'dead-letters': createLaggingTable(indexes['dead-letters'] ?? {}, { scheduler, troubles }),
      markers: createLaggingTable(indexes.markers ?? {}, { scheduler, troubles }),
    },
    endpoint: createEndpoints({ scheduler, troubles }),
    fanOut: createFanOut(settings.subscriptions, { scheduler, troubles, queue }),
    record: (post) => void posts.push(post),
    log: [],
  };
  for (const bucket of ['results', 'config'] as const) {
    for (const [key, text] of Object.entries(settings.stored?.[bucket] ?? {})) {
      services.buckets[bucket].put(key, Buffer.from(text), { contentType: 'application/json' });
    }
  }
  let environments = 0;
  let calls = 0;
  const onCall = () => {
    calls += 1;
  };

  const createEnvironment = (functionName: string): Environment => {
    let dead = false;
    const isDead = () => dead;
    const die = () => {
      dead = true;
    };
    const caller = { number: (environments += 1), weight: weightOf(functionName), isDead, die };
    const unanswered = watchUnanswered();
    const callOut = createCallOut(caller, { scheduler, troubles, digest, onCall, unanswered });
    const skew = troubles.strikes('skew', SKEW_CHANCE) ? troubles.random('skew').fraction() * 2 - 1 : 0;
    const skewMs = Math.round(skew * SKEW_MS_MAX);
    const surroundings = { functionName, callOut, isDead, skewMs, self: () => environment };
    const environment: Environment = {
      functionName,
      isDead,
      die,
      takeUnanswered: unanswered.take,
      ports: createEnvironmentPorts(services, surroundings),
    };
    return environment;
  };

  const { buckets, tables, log } = services;
  return {
    scheduler,
    troubles,
    createEnvironment,
    queues,
    stored: { results: buckets.results.store.stored, config: buckets.config.store.stored },
    onStored: buckets.results.onStored,
    overwritten: buckets.results.overwritten,
    items: { 'dead-letters': tables['dead-letters'].items, markers: tables.markers.items },
    posts,
    log,
    calls: () => calls,
    digest: () => digest.text(),
  };
}

const weightOf = (functionName: string) => (SELDOM_INVOKED.includes(functionName) ? SELDOM_WEIGHT : 1);

function createQueues(
  settings: readonly QueueSettings[],
  { scheduler, troubles, arnPrefix }: Pick<World, 'scheduler' | 'troubles'> & { readonly arnPrefix: string },
): ReadonlyMap<string, InMemoryQueue> {
  let messages = 0;
  const newMessageId = () => `message-${(messages += 1)}`;
  const queues = new Map<string, InMemoryQueue>();
  for (const one of settings) {
    const deadLetters = () => (one.deadLetters === undefined ? undefined : found(queues, one.deadLetters));
    const arn = arnPrefix + one.name;
    queues.set(one.name, createInMemoryQueue(one, { scheduler, troubles, arn, newMessageId, deadLetters }));
  }
  return queues;
}

/** Each is created when it is first called; whether it will be away is decided then. */
function createEndpoints(ports: Pick<World, 'scheduler' | 'troubles'>): Services['endpoint'] {
  const endpoints = new Map<string, Endpoint>();
  return (kind, name) => {
    const key = `${kind} ${name}`;
    const known = endpoints.get(key);
    if (known) return known;
    const chance = key === 'queue deliveries' ? DELIVERIES_OUTAGE_CHANCE : OUTAGE_CHANCES[kind];
    const endpoint = createEndpoint(name, chance, ports);
    endpoints.set(key, endpoint);
    return endpoint;
  };
}

function found(queues: ReadonlyMap<string, InMemoryQueue>, name: string): InMemoryQueue {
  const queue = queues.get(name);
  if (!queue) throw new Error(`There is no queue ${name}`);
  return queue;
}
