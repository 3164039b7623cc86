import { behindAQueue, whileASenderWaits } from '#shared/aws/client-settings.ts';
import type { Log } from '#shared/ports.ts';
import type { Bucket } from './bucket.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint } from './endpoint.ts';
import type { InMemoryQueue } from './in-memory-queue.ts';
import type { LaggingTable } from './lagging-table.ts';
import { objectsPort } from './objects-port.ts';
import { outboundPort, type OutboundPortPorts } from './outbound-port.ts';
import { drainablePort, heldPort, queuePort } from './queue-ports.ts';
import { createSeededIds } from './seeded-ids.ts';
import { tablePort } from './table-port.ts';
import { topicPort, type TopicPortPorts } from './topic-port.ts';
import { createVirtualClock } from './virtual-clock.ts';
import type { BucketName, Environment, EnvironmentPorts, TableName, World } from './world.ts';

/** Everything that there is one of for all environments. */
export interface Services
  extends Pick<World, 'scheduler' | 'troubles'>, Pick<OutboundPortPorts, 'record'>, Pick<TopicPortPorts, 'fanOut'> {
  readonly queue: (name: string) => InMemoryQueue;
  readonly buckets: Readonly<Record<BucketName, Bucket>>;
  readonly tables: Readonly<Record<TableName, LaggingTable>>;
  /** By kind and name: `queue deliveries`. */
  readonly endpoint: (kind: EndpointKind, name: string) => Endpoint;
  readonly log: World['log'][number][];
}

export type EndpointKind = 'queue' | 'topic' | 'bucket' | 'table' | 'destination';

export interface Surroundings {
  readonly functionName: string;
  readonly callOut: CallOut;
  readonly isDead: () => boolean;
  readonly skewMs: number;
  /** The environment that gets these ports, as soon as it has them. */
  readonly self: () => Environment;
}

export function createEnvironmentPorts(services: Services, surroundings: Surroundings): EnvironmentPorts {
  const { scheduler, troubles, endpoint } = services;
  const { functionName, callOut, isDead } = surroundings;
  const clock = createVirtualClock({ scheduler, ...surroundings });
  const random = troubles.random('world');
  const ids = createSeededIds(clock, random);
  const own = functionName === 'ingest' ? whileASenderWaits : behindAQueue;
  const queueOf = (name: string) => ({
    queue: services.queue(name),
    endpoint: endpoint('queue', name),
    callOut,
    troubles,
  });
  return {
    clock,
    random,
    ids,
    log: createLog(services.log, isDead),
    queue: (name, settings = own) => queuePort(queueOf(name), settings),
    held: (name) => heldPort(queueOf(name)),
    drainable: (name) => drainablePort(queueOf(name)),
    topic: () => topicPort({ ...services, endpoint: endpoint('topic', 'events'), callOut }),
    objects: (name, settings = own) =>
      objectsPort({ bucket: services.buckets[name], endpoint: endpoint('bucket', name), callOut }, settings),
    table: (name) => tablePort({ table: services.tables[name], endpoint: endpoint('table', name), callOut, ids }),
    outbound: outboundPort({
      ...services,
      callOut,
      caller: surroundings.self,
      destination: (host) => endpoint('destination', host),
    }),
  };
}

function createLog(lines: Services['log'], isDead: () => boolean): Log {
  const at =
    (level: Services['log'][number]['level']): Log['info'] =>
    (message, fields) => {
      if (!isDead()) lines.push({ level, message, fields });
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
