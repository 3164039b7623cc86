import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createSeededTroubles } from '../engine/seeded-troubles.ts';
import type { Troubles } from '../engine/troubles.ts';
import { createVirtualScheduler } from '../engine/virtual-scheduler.ts';
import { TROUBLES, type Trouble } from '../scenario.ts';
import { createSimulatedWorld } from './simulated-world.ts';
import type { World } from './world.ts';

const START_MS = Date.parse('2026-01-02T03:00:00.000Z');
const none = createSeededTroubles({ seed: 1, without: TROUBLES, troublesMax: 0 });

/** Strikes the first so many times that it is asked for this trouble; every choice is that fraction. */
function striking(trouble: Trouble, fraction: number, times = 1): Troubles {
  let left = times;
  return {
    ...none,
    strikes: (asked) => asked === trouble && (left -= 1) >= 0,
    random: () => ({ fraction: () => fraction }),
    ended: false,
  };
}

function given(troubles: Troubles): World {
  return createSimulatedWorld({
    scheduler: createVirtualScheduler(START_MS),
    troubles,
    queues: [{ name: 'work', visibilitySeconds: 30 }],
    subscriptions: [],
  });
}

const elapse = ({ scheduler }: World) => scheduler.run(() => false, Infinity);

/** What a call has come to when nothing is left to happen. */
async function outcomeOf(world: World, call: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'nothing';
  call.then(
    (answer) => (outcome = { answer }),
    (error: Error) => (outcome = { error: error.name }),
  );
  await elapse(world);
  return outcome;
}

const send = (world: World) =>
  world.createEnvironment('dispatch').ports.queue('work').send({ body: 'one', attributes: {} });

test.each([
  ['fails without effect', 'error-before', 0.5, { error: 'InternalError' }, 0],
  ['has its effect, and its answer is lost', 'error-after', 0.9, { error: 'TimeoutError' }, 1],
  ['has its effect twice when it is repeated below', 'error-after', 0.1, { answer: undefined }, 2],
  ['is slow and answered', 'slow', 0.5, { answer: undefined }, 1],
  ['dies before its effect', 'crash', 0.1, 'nothing', 0],
  ['dies behind its effect', 'crash', 0.9, 'nothing', 1],
] as const)('a call that %s', async (_, trouble, fraction, outcome, messages) => {
  const world = given(striking(trouble, fraction));
  expect(await outcomeOf(world, send(world))).toEqual(outcome);
  expect(world.queues.get('work')?.size).toBe(messages);
});

test('no call takes longer than its client waits', async () => {
  const world = given(striking('slow', 0.1));
  expect(await outcomeOf(world, send(world))).toEqual({ error: 'TimeoutError' });
  const patienceMs = behindAQueue.maxAttempts * behindAQueue.requestHandler.requestTimeout;
  expect(world.scheduler.nowMs() - START_MS).toBeLessThanOrEqual(patienceMs * 1.1);
});

test('a dead environment hears nothing, and what it still calls has no effect', async () => {
  const world = given(none);
  const environment = world.createEnvironment('dispatch');
  environment.die();
  const call = environment.ports.queue('work').send({ body: 'one', attributes: {} });
  expect(await outcomeOf(world, call)).toBe('nothing');
  expect([world.queues.get('work')?.size, world.calls()]).toEqual([0, 0]);
});

test('a write that is repeated below is no conflict in a table, and is present in a bucket', async () => {
  const table = given(striking('error-after', 0.1));
  const put = table.createEnvironment('forward').ports.table('markers').put({ id: 'one' }, 'absent');
  expect(await outcomeOf(table, put)).toEqual({ answer: expect.stringMatching(/^[0-9a-f]{32}$/) });

  const bucket = given(striking('error-after', 0.1));
  const { ports } = bucket.createEnvironment('ledger');
  const stored = ports.objects('results').putIfAbsent('one', Buffer.from('1'), { contentType: 'text/plain' });
  expect(await outcomeOf(bucket, stored)).toEqual({ answer: 'present' });
});

test('a table is consistent while its index shows an older state for moments', async () => {
  const indexes = { 'dead-letters': { 'by-time': { partition: 'worker', sort: 'at' } } };
  const scheduler = createVirtualScheduler(START_MS);
  const world = createSimulatedWorld({
    scheduler,
    troubles: striking('lag', 0.9),
    queues: [],
    subscriptions: [],
    indexes,
  });
  const table = world.createEnvironment('keeper').ports.table('dead-letters');
  const query = { index: 'by-time', partition: 'archive' };
  const written = table
    .put({ id: 'one', worker: 'archive', at: '1' } as { readonly id: string }, 'absent')
    .then(async () => [await table.get('one'), await table.count(query)]);
  const item = { id: 'one', worker: 'archive', at: '1' };
  expect(await outcomeOf(world, written)).toEqual({ answer: [expect.objectContaining({ item }), 0] });
  expect(await outcomeOf(world, table.count(query))).toEqual({ answer: 1 });
});

test('the clocks of environments differ by two seconds at most', () => {
  const skews = [0, 0.5, 0.999].map((fraction) => {
    const { ports } = given(striking('skew', fraction)).createEnvironment('ingest');
    return ports.clock.now().getTime() - START_MS;
  });
  expect(skews).toEqual([-1000, 0, 998]);
});

/** Of many calls of one environment. */
async function digestOf(seed: number): Promise<string> {
  const world = given(createSeededTroubles({ seed, without: [], troublesMax: Infinity }));
  const calls = Array.from({ length: 200 }, () => send(world).catch(() => undefined));
  void Promise.all(calls);
  await elapse(world);
  return world.digest();
}

test('the same seed makes the same calls with the same outcomes, and another seed makes others', async () => {
  expect(await digestOf(3)).toBe(await digestOf(3));
  expect(await digestOf(4)).not.toBe(await digestOf(3));
});
