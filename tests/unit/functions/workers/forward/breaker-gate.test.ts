import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { breakerId, halfOpened, type Breaker } from '#shared/breakers/breaker.ts';
import {
  createBreakerGate,
  isDown,
  isProbe,
  type Admission,
  type PostOutcome,
} from '../../../../../functions/workers/forward/breaker-gate.ts';
import { fixedClock, memoryTable, recordingLog } from '../../../../support/ports.ts';

const START_MS = Date.parse('2026-01-02T03:04:05.000Z');
const random = { fraction: () => 0.5 };

function given(breaker?: Partial<Breaker>) {
  const table = memoryTable();
  const clock = fixedClock(START_MS / 1000);
  const breakers = createBreakerStore(table);
  const log = recordingLog();
  const newGate = () => createBreakerGate({ breakers, clock, random, log });
  const put = async (state: Partial<Breaker>) => {
    const record = { v: 1 as const, id: breakerId('erp'), destination: 'erp', state: 'open' as const, waitSeconds: 60 };
    const stored = await breakers.get('erp');
    await breakers.put({ ...record, untilMs: START_MS, expiresAt: 1, ...state }, stored?.revision ?? 'absent');
  };
  const ready = breaker ? put(breaker) : Promise.resolve();
  return { breakers, clock, gate: newGate(), log, newGate, put, ready, table };
}

const stateOf = async ({ breakers }: ReturnType<typeof given>) => (await breakers.get('erp'))?.breaker;

const nameOf = (admission: Admission) => (admission === 'post' ? admission : isDown(admission) ? 'down' : 'probe');

test.each<[string, Partial<Breaker> | undefined, 'post' | 'down' | 'probe']>([
  ['without a record', undefined, 'post'],
  ['draining', { state: 'draining', untilMs: START_MS + 900_000 }, 'post'],
  ['open', { state: 'open', untilMs: START_MS + 60_000 }, 'down'],
  ['open beyond its wait', { state: 'open', untilMs: START_MS - 1 }, 'down'],
  ['half-open', { state: 'half-open', untilMs: START_MS + 60_000 }, 'probe'],
  ['half-open for long', { state: 'half-open', untilMs: START_MS - 1 }, 'probe'],
  ['probing', { state: 'probing', untilMs: START_MS + 1 }, 'down'],
  ['probing by somebody who has died', { state: 'probing', untilMs: START_MS }, 'probe'],
])('a destination %s', async (_what, breaker, expected) => {
  const world = given(breaker);
  await world.ready;
  expect(nameOf(await world.gate.admit('erp', 15_000))).toBe(expected);
});

test.each<[PostOutcome, Partial<Breaker>]>([
  ['answered', { state: 'draining', untilMs: START_MS + 900_000 }],
  ['failed', { state: 'open', waitSeconds: 120, untilMs: START_MS + 120_000 * 1.125 }],
  ['unknown', { state: 'half-open', waitSeconds: 60, untilMs: START_MS + 60_000 }],
])('a probe that has %s leaves %j', async (outcome, expected) => {
  const world = given({ state: 'half-open' });
  await world.ready;
  await world.gate.report('erp', await world.gate.admit('erp', 15_000), outcome);
  expect(await stateOf(world)).toMatchObject(expected);
});

test('the wait doubles up to ten minutes', async () => {
  const world = given({ state: 'half-open', waitSeconds: 30 });
  await world.ready;
  const waits: (number | undefined)[] = [];
  for (let count = 0; count < 6; count += 1) {
    // oxlint-disable no-await-in-loop -- one after the other
    await world.put({ state: 'half-open', waitSeconds: (await stateOf(world))?.waitSeconds ?? 0 });
    world.clock.advance(3000);
    await world.gate.report('erp', await world.gate.admit('erp', 15_000), 'failed');
    waits.push((await stateOf(world))?.waitSeconds);
    // oxlint-enable no-await-in-loop
  }
  expect(waits).toEqual([60, 120, 240, 480, 600, 600]);
});

async function reportAll(
  world: ReturnType<typeof given>,
  outcomes: readonly PostOutcome[],
  admission: Admission = 'post',
) {
  // oxlint-disable-next-line no-await-in-loop -- in a row
  for (const outcome of outcomes) await world.gate.report('erp', admission, outcome);
}

const failures = (count: number) => Array.from({ length: count }, () => 'failed' as const);

test('five failures in a row open it for half a minute, and four do not', async () => {
  const world = given();
  await reportAll(world, failures(4));
  expect(await stateOf(world)).toBeUndefined();
  await reportAll(world, failures(1));
  expect(await stateOf(world)).toMatchObject({ state: 'open', waitSeconds: 30, untilMs: START_MS + 33_750 });
  expect(nameOf(await world.gate.admit('erp', 15_000))).toBe('down');
});

test('an answer in between begins the row anew, and what is not known leaves it', async () => {
  const world = given();
  await reportAll(world, [...failures(4), 'answered', ...failures(4), 'unknown']);
  expect(await stateOf(world)).toBeUndefined();
  await reportAll(world, failures(1));
  expect(await stateOf(world)).toMatchObject({ state: 'open' });
});

test('what goes down while it is drained waits longer than before', async () => {
  const world = given({ state: 'draining', waitSeconds: 120 });
  await world.ready;
  await reportAll(world, failures(5));
  expect(await stateOf(world)).toMatchObject({ state: 'open', waitSeconds: 240 });
});

test('failures of posts that began before do not disturb a breaker that is open already', async () => {
  const world = given({ state: 'half-open', waitSeconds: 480 });
  await world.ready;
  await reportAll(world, failures(20));
  expect(await stateOf(world)).toMatchObject({ state: 'half-open', waitSeconds: 480 });
});

test('destinations are counted each by itself', async () => {
  const world = given();
  await reportAll(world, failures(4));
  for (const outcome of failures(4)) {
    // oxlint-disable-next-line no-await-in-loop -- in a row
    await world.gate.report('crm', 'post', outcome);
  }
  expect(world.table.items.size).toBe(0);
});

test('of two environments one alone is the probe', async () => {
  const world = given({ state: 'half-open' });
  await world.ready;
  const admissions = await Promise.all([world.gate, world.newGate()].map((gate) => gate.admit('erp', 15_000)));
  expect(admissions.filter(isDown)).toHaveLength(1);
});

test('a probe that took longer than its claim decides nothing any more', async () => {
  const world = given({ state: 'half-open' });
  await world.ready;
  const late = await world.gate.admit('erp', 15_000);
  world.clock.advance(15_000);
  const other = world.newGate();
  const second = await other.admit('erp', 15_000);
  expect(second).toMatchObject({ probe: { breaker: { state: 'probing' } } });
  await world.gate.report('erp', late, 'failed');
  expect(await stateOf(world)).toMatchObject({ state: 'probing' });
  await other.report('erp', second, 'answered');
  expect(await stateOf(world)).toMatchObject({ state: 'draining' });
});

test('the table is asked every few seconds at most, and another environment hears of it then', async () => {
  const world = given();
  expect(await world.gate.admit('erp', 15_000)).toBe('post');
  await world.put({ state: 'open', untilMs: START_MS + 60_000 });
  world.clock.advance(2999);
  expect(await world.gate.admit('erp', 15_000)).toBe('post');
  world.clock.advance(1);
  expect(nameOf(await world.gate.admit('erp', 15_000))).toBe('down');
});

test('an open breaker whose wait has passed is looked at anew, so that the one event sent back as the probe is posted', async () => {
  const world = given({ state: 'open', untilMs: START_MS + 1000 });
  await world.ready;
  expect(nameOf(await world.gate.admit('erp', 15_000))).toBe('down');
  world.clock.advance(1000);
  await world.put({ state: 'half-open', untilMs: START_MS + 60_000 });
  expect(await world.gate.admit('erp', 15_000)).toMatchObject({ probe: { breaker: { state: 'probing' } } });
});

test('a breaker that cannot be written changes nothing for the event', async () => {
  const world = given({ state: 'half-open' });
  await world.ready;
  const admission = await world.gate.admit('erp', 15_000);
  world.table.failWith(new Error('no table'));
  await world.gate.report('erp', admission, 'answered');
  expect(world.log.lines).toMatchObject([{ level: 'warn', fields: { destination: 'erp' } }]);
});

describe('an outage', () => {
  const openedAt = new Date(START_MS).toISOString();

  test('is told with what the destination did last and since when, to the log and to whoever is held back', async () => {
    const world = given();
    await reportAll(world, failures(4));
    await world.gate.report('erp', 'post', 'failed', 'answered 503');
    const outage = { openedAt, lastFailure: 'answered 503' };
    expect(await world.gate.admit('erp', 15_000)).toMatchObject({ down: { destination: 'erp', ...outage } });
    expect(world.log.lines).toMatchObject([{ message: 'A destination is down', fields: outage }]);
  });

  test('goes on through failed probes and unknown ones, with the last failure that is known', async () => {
    const world = given();
    await reportAll(world, failures(4));
    await world.gate.report('erp', 'post', 'failed', 'answered 503');
    const probeWith = async (outcome: PostOutcome, lastFailure?: string) => {
      const { breaker, revision } = (await world.breakers.get('erp'))!;
      await world.breakers.put(halfOpened(breaker, world.clock.now()), revision);
      world.clock.advance(3000);
      const admission = await world.gate.admit('erp', 15_000);
      expect(isProbe(admission)).toBe(true);
      await world.gate.report('erp', admission, outcome, lastFailure);
    };
    await probeWith('failed', 'refused the connection');
    expect(await stateOf(world)).toMatchObject({ state: 'open', openedAt, lastFailure: 'refused the connection' });
    await probeWith('unknown', 'did not answer in the time that was left');
    expect(await stateOf(world)).toMatchObject({ state: 'half-open', openedAt, lastFailure: 'refused the connection' });
    await probeWith('answered');
    expect(await stateOf(world)).not.toHaveProperty('openedAt');
    expect(await stateOf(world)).not.toHaveProperty('lastFailure');
    world.clock.advance(3000);
    await reportAll(world, failures(5));
    expect(await stateOf(world)).toMatchObject({ state: 'open', openedAt: world.clock.now().toISOString() });
  });

  test('of a record of older code, which says neither, is gone on with', async () => {
    const world = given({ state: 'open', untilMs: START_MS + 1000 });
    await world.ready;
    expect(await stateOf(world)).not.toHaveProperty('openedAt');
    expect(nameOf(await world.gate.admit('erp', 15_000))).toBe('down');
    await world.put({ state: 'half-open' });
    world.clock.advance(3000);
    await world.gate.report('erp', await world.gate.admit('erp', 15_000), 'failed', 'answered 502');
    expect(await stateOf(world)).toMatchObject({ state: 'open', lastFailure: 'answered 502' });
    expect(await stateOf(world)).not.toHaveProperty('openedAt');
  });
});
