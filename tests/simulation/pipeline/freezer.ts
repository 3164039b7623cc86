import type { Clock, Random } from '#shared/ports.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import type { EnvironmentPorts } from '../world/world.ts';

/** Stops an environment in the middle of its work, as Lambda does between invocations, and lets it go on much later. */
export interface Freezer {
  /** The same ports, whose calls wait while the environment stands frozen. */
  freezable(ports: EnvironmentPorts): EnvironmentPorts;
  /** At one of its next calls it freezes, for long enough that its messages have been given to somebody else. */
  freezeSoon(random: Random, timeoutMs: number): void;
  /** The invocation was over before it came to that. */
  cancel(): void;
}

/** Calls of one invocation of which one is the last before the freezing: most make fewer than this. */
const CALLS_BEFORE_MAX = 8;
/** Behind a time-out visibility follows, six of them at most and a window. */
const TIMEOUTS_FROZEN_MAX = 9;

export function createFreezer(scheduler: Scheduler): Freezer {
  let callsLeft = Infinity;
  let frozenMs = 0;
  let thawed: Promise<void> | undefined;

  const waitUntilThawed = (): Promise<void> | undefined => {
    if (thawed) return thawed;
    if ((callsLeft -= 1) > 0) return undefined;
    callsLeft = Infinity;
    thawed = new Promise((thaw) => {
      scheduler.after(frozenMs, () => {
        thawed = undefined;
        thaw();
      });
    });
    return thawed;
  };

  /** Every method that gives a promise waits; all others are as they were. */
  const gated = <Port extends object>(port: Port): Port => {
    const methods = Object.entries(port).map(([name, method]: [string, unknown]) => {
      if (typeof method !== 'function') return [name, method];
      return [
        name,
        (...parameters: unknown[]): unknown => {
          const wait = name === 'list' ? undefined : waitUntilThawed();
          if (!wait) return Reflect.apply(method, port, parameters);
          return wait.then((): unknown => Reflect.apply(method, port, parameters));
        },
      ];
    });
    return Object.fromEntries(methods);
  };

  const gatedClock = (clock: Clock): Clock => ({
    now: () => clock.now(),
    // A frozen process has no timers.
    sleep: (ms, signal) => clock.sleep(ms, signal).then(() => thawed),
  });

  return {
    freezable: (ports) => ({
      ...ports,
      clock: gatedClock(ports.clock),
      queue: (name, settings) => gated(ports.queue(name, settings)),
      held: (name) => gated(ports.held(name)),
      drainable: (name) => gated(ports.drainable(name)),
      topic: () => gated(ports.topic()),
      objects: (bucket, settings) => gated(ports.objects(bucket, settings)),
      table: (name) => gated(ports.table(name)),
      outbound: gated(ports.outbound),
    }),
    freezeSoon(random, timeoutMs) {
      callsLeft = 1 + Math.floor(random.fraction() * CALLS_BEFORE_MAX);
      frozenMs = timeoutMs * (1 + random.fraction() * TIMEOUTS_FROZEN_MAX);
    },
    cancel() {
      callsLeft = Infinity;
    },
  };
}
