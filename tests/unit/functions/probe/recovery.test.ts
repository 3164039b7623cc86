// The breaker's whole machine: forward in several environments, the probe, the keeper, and a destination that goes and comes.
import * as fc from 'fast-check';
import { createBreakerGate, isDown, isProbe } from '../../../../functions/workers/forward/breaker-gate.ts';
import { givenProbe, type GivenProbe } from './given-probe.ts';

const random = { fraction: () => 1 };
const ENVIRONMENTS = 2;

function givenSystem() {
  const world: GivenProbe = givenProbe();
  const { breakers, clock, log } = world;
  const gates = Array.from({ length: ENVIRONMENTS }, () => createBreakerGate({ breakers, clock, random, log }));
  let isUp = true;
  let taken = 0;
  let events = 0;
  let lastSent = 0;
  const delivered = new Set<string>();

  /** An event that meets this environment; what is refused is a dead letter, as the keeper would record it. */
  const meet = async (eventId: string, environment: number, ends: 'normally' | 'dies' = 'normally') => {
    const gate = gates[environment % ENVIRONMENTS]!;
    const admission = await gate.admit('erp', 15_000);
    if (isDown(admission)) return deadLetter(eventId);
    // Its message is given again later, as a live event of the same id.
    if (ends === 'dies') return undefined;
    await gate.report('erp', admission, isUp ? 'answered' : 'failed');
    if (isUp) delivered.add(eventId);
    else if (isProbe(admission)) await deadLetter(eventId);
    return undefined;
  };
  const deadLetter = (eventId: string) => world.putDeadLetter(eventId);

  return {
    world,
    delivered,
    setUp: (up: boolean) => void (isUp = up),
    live: (environment: number, ends?: 'normally' | 'dies') => meet(`e${(events += 1)}`, environment, ends),
    tick: () => world.tick(),
    wait: (ms: number) => world.clock.advance(ms),
    /** The worker takes what was sent back. */
    async takeReplays(environment: number) {
      const messages = world.sent().slice(lastSent);
      lastSent += messages.length;
      for (const body of messages) {
        taken += 1;
        // oxlint-disable-next-line no-await-in-loop -- a queue gives one after the other
        await meet(body.replace('body of ', ''), environment + taken);
      }
    },
  };
}

type System = ReturnType<typeof givenSystem>;

/** A day's troubles. */
const step: fc.Arbitrary<(system: System) => unknown> = fc.oneof(
  fc.boolean().map((up) => (system: System) => system.setUp(up)),
  fc.nat(9).map((environment) => (system: System) => system.live(environment)),
  fc.nat(9).map((environment) => async (system: System) => {
    system.setUp(false);
    // oxlint-disable-next-line no-await-in-loop -- in a row
    for (let count = 0; count < 5; count += 1) await system.live(environment);
  }),
  fc.nat(9).map((environment) => (system: System) => system.live(environment, 'dies')),
  fc.nat(9).map((environment) => (system: System) => system.takeReplays(environment)),
  fc.integer({ min: 1, max: 700_000 }).map((ms) => (system: System) => system.wait(ms)),
  fc.constant((system: System) => system.tick()),
);

const LONGEST_WAIT_MS = 600_000 * 1.25;

test('whatever happened, a destination that answers again gets all that waited for it, by itself, and the breaker goes', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const system = givenSystem();
      // oxlint-disable no-await-in-loop -- one after the other
      for (const next of steps) await next(system);
      system.setUp(true);
      // Wait over, probe, drain, and nothing more came while dead letters could.
      for (let round = 0; round < 6; round += 1) {
        system.wait(LONGEST_WAIT_MS);
        await system.tick();
        await system.takeReplays(round);
        await system.live(round);
      }
      // oxlint-enable no-await-in-loop
      const { breakers, deadLetters } = system.world;
      const open = await deadLetters.page({ worker: 'forward', state: 'open' });
      expect(open.deadLetters.map(({ eventId }) => eventId)).toEqual([]);
      expect(await breakers.get('erp')).toBeUndefined();
      const waited = [...system.world.letters.items.keys()].map((id) => id.replace('forward/', ''));
      expect(waited.filter((eventId) => !system.delivered.has(eventId))).toEqual([]);
    }),
    { numRuns: 300 },
  ));

test('while a destination is down it is posted to once per wait and no oftener', async () => {
  const system = givenSystem();
  system.setUp(false);
  // oxlint-disable no-await-in-loop -- one after the other
  for (let count = 0; count < 5; count += 1) await system.live(0);
  const posts = await countProbes(system);
  // oxlint-enable no-await-in-loop
  // 30 s, 1, 2, 4, 8, then every 10 minutes: 5 within the first 16 min, and 4 or fewer in the rest of the hour.
  expect(posts).toBeGreaterThanOrEqual(5);
  expect(posts).toBeLessThanOrEqual(9);
});

/** How often an hour of a busy pipeline asks. */
async function countProbes(system: System): Promise<number> {
  let probes = 0;
  const { markers } = system.world;
  const put = markers.put.bind(markers);
  markers.put = async (item, expected) => {
    const revision = await put(item, expected);
    if ((item as { state?: string }).state === 'probing' && revision !== 'conflict') probes += 1;
    return revision;
  };
  // oxlint-disable no-await-in-loop -- one after the other
  for (let second = 0; second < 3600; second += 5) {
    system.wait(5000);
    if (second % 60 === 0) await system.tick();
    await system.takeReplays(second);
    await system.live(second / 5);
  }
  // oxlint-enable no-await-in-loop
  return probes;
}
