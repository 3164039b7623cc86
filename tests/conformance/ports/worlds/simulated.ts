// The simulator's world while nothing goes wrong in it. Time passes there only while it is driven.
import type { Objects } from '#shared/ports.ts';
import { createSeededTroubles } from '../../../simulation/engine/seeded-troubles.ts';
import { createVirtualScheduler } from '../../../simulation/engine/virtual-scheduler.ts';
import type { Scheduler } from '../../../simulation/engine/scheduler.ts';
import { TROUBLES } from '../../../simulation/scenario.ts';
import { createSimulatedWorld } from '../../../simulation/world/simulated-world.ts';
import type { EnvironmentPorts, World } from '../../../simulation/world/world.ts';
import { INDEXES, type PortWorld, type QueueUnderTest } from './services.ts';

const START_MS = Date.parse('2026-01-02T03:04:05.000Z');
/** Far behind whatever any call takes: what has not been answered by then never is. */
const PATIENCE_MS = 60_000;

export function simulatedWorld(): PortWorld {
  return {
    start: async () => undefined,
    close: async () => undefined,
    async given({ queues = [], subscriptions = [] } = {}) {
      const scheduler = createVirtualScheduler(START_MS);
      const troubles = createSeededTroubles({ seed: 1, without: TROUBLES, troublesMax: 0 });
      const indexes = { markers: INDEXES };
      const world = createSimulatedWorld({ scheduler, troubles, queues, subscriptions, indexes });
      const { ports } = world.createEnvironment('contracts');
      const driven = createDriver(scheduler);
      return {
        queue: (name) => queueUnderTest(name, { world, ports, driven }),
        topic: driven(ports.topic()),
        objects: drivenObjects(ports.objects('results'), driven),
        table: driven(ports.table('markers')),
        async pass(seconds) {
          let isOver = false;
          scheduler.after(seconds * 1000, () => (isOver = true));
          await scheduler.run(() => isOver, Infinity);
        },
      };
    },
  };
}

type Drive = <Port extends object>(port: Port) => Port;

/** Gives ports whose calls let time pass until all that are under way have been answered. */
function createDriver(scheduler: Scheduler): Drive {
  let underWay = 0;
  let driving: Promise<void> | undefined;

  async function drive(): Promise<void> {
    // Calls that are made together are under way together.
    await Promise.resolve();
    const ending = await scheduler.run(() => underWay === 0, scheduler.nowMs() + PATIENCE_MS);
    driving = undefined;
    if (ending !== 'met') throw new Error('A call was not answered');
  }

  async function settle(call: unknown): Promise<unknown> {
    underWay += 1;
    const answer = Promise.resolve(call).finally(() => (underWay -= 1));
    // The answer's own failure is its caller's; it is not to be reported as nobody's while time passes.
    answer.catch(() => undefined);
    await (driving ??= drive());
    return answer;
  }

  return (port) =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => settle(Reflect.apply(member, target, args));
      },
    });
}

/** A listing is not one call but one for each page. */
function drivenObjects(objects: Objects, driven: Drive): Objects {
  const listAll = async (prefix: string, after?: string) => {
    const listed = [];
    for await (const one of objects.list(prefix, after)) listed.push(one);
    return listed;
  };
  const single = driven(objects);
  const listing = driven({ listAll });
  return {
    bucket: objects.bucket,
    put: (...asked) => single.put(...asked),
    putIfAbsent: (...asked) => single.putIfAbsent(...asked),
    putIfUnchanged: (...asked) => single.putIfUnchanged(...asked),
    get: (...asked) => single.get(...asked),
    getIfChanged: (...asked) => single.getIfChanged(...asked),
    remove: (...asked) => single.remove(...asked),
    async *list(prefix, after) {
      yield* await listing.listAll(prefix, after);
    },
  };
}

interface Surroundings {
  readonly world: World;
  readonly ports: EnvironmentPorts;
  readonly driven: Drive;
}

function queueUnderTest(name: string, { world, ports, driven }: Surroundings): QueueUnderTest {
  const queue = world.queues.get(name);
  if (queue === undefined) throw new Error(`This test has no queue ${name}`);
  return {
    arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    port: driven(ports.queue(name)),
    held: driven(ports.held(name)),
    drainable: driven(ports.drainable(name)),
    receive: async (countMax) => queue.receive(countMax),
    remove: async (receiptHandle) => queue.remove(receiptHandle),
  };
}
