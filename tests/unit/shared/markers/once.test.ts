import { jest } from '@jest/globals';
import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { createOnce, type Once } from '#shared/markers/once.ts';
import { fixedClock, memoryTable, recordingLog, type FixedClock, type MemoryTable } from '../../../support/ports.ts';

const ID = 'forward/e1/erp';
const START = '2026-01-02T03:04:05.000Z';

interface World {
  readonly table: MemoryTable;
  readonly clock: FixedClock;
  readonly log: ReturnType<typeof recordingLog>;
  readonly once: Once;
}

function given(): World {
  const table = memoryTable();
  const clock = fixedClock(START);
  const log = recordingLog();
  return { table, clock, log, once: createOnce({ table, clock, log }) };
}

const marked = (id = ID) => ({ id, leaseMs: 30_000 });
const storedIn = ({ table }: World, id = ID) => table.items.get(id)?.item;

/** Work that ends when the test says so. */
function givenWork<Value>() {
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Value>();
  const work = () => {
    started.resolve();
    return ended.promise;
  };
  return { work, started: started.promise, succeed: ended.resolve, fail: ended.reject };
}

test('what was done once is not done again, and tells the same', async () => {
  const { once } = given();
  const work = jest.fn(async () => ({ status: 200 }));
  expect(await once(marked(), work)).toEqual({ status: 200 });
  expect(await once(marked(), work)).toEqual({ status: 200 });
  expect(work).toHaveBeenCalledTimes(1);
});

test('two tables writes are all it costs, and one refused write and one read a duplicate', async () => {
  const world = given();
  await world.once(marked(), async () => 1);
  expect(world.table.calls).toEqual([`put ${ID}`, `put ${ID}`]);
  await world.once(marked(), async () => 1);
  expect(world.table.calls.slice(2)).toEqual([`put ${ID}`, `get ${ID}`]);
});

test('what failed is done again, and its own error is told', async () => {
  const world = given();
  await expect(world.once(marked(), () => Promise.reject(new GiveUp('gone')))).rejects.toThrow(GiveUp);
  expect(storedIn(world)).toBeUndefined();
  expect(await world.once(marked(), async () => 'now')).toBe('now');
});

test('a marker lives for 400 days and not a day less', async () => {
  const world = given();
  await world.once(marked(), async () => 'first');
  world.clock.advance(400 * 86_400_000);
  expect(await world.once(marked(), async () => 'second')).toBe('first');
  world.clock.advance(1001);
  expect(await world.once(marked(), async () => 'second')).toBe('second');
});

test('who finds one at work is told to come again when that one is certainly over', async () => {
  const world = given();
  const first = givenWork<string>();
  void world.once(marked(), first.work);
  await first.started;
  world.clock.advance(12_500);
  await expect(world.once(marked(), async () => 'second')).rejects.toMatchObject({ afterSeconds: 18 });
});

test('while one is at work the other is told to come again later, and finds it done', async () => {
  const world = given();
  const first = givenWork<string>();
  const doing = world.once(marked(), first.work);
  await first.started;
  await expect(world.once(marked(), async () => 'second')).rejects.toThrow(RetryLater);
  first.succeed('first');
  expect(await doing).toBe('first');
  expect(await world.once(marked(), async () => 'third')).toBe('first');
});

test('a table that cannot be reached stops the work before it begins', async () => {
  const world = given();
  world.table.failWith(new Error('no table'));
  const work = jest.fn(async () => 1);
  await expect(world.once(marked(), work)).rejects.toThrow(RetryLater);
  expect(work).not.toHaveBeenCalled();
});

describe("Powertools' traps", () => {
  test('1: a result that is no plain JSON is kept as what JSON makes of it, and the work is not repeated', async () => {
    const world = given();
    const work = jest.fn(async () => ({ at: new Date(0), nothing: undefined, deep: [undefined] }));
    const first = await world.once(marked(), work);
    expect(first).toEqual({ at: '1970-01-01T00:00:00.000Z', deep: [null] });
    expect(await world.once(marked(), work)).toEqual(first);
    expect(work).toHaveBeenCalledTimes(1);
    expect(await world.once(marked('forward/e2/erp'), async () => undefined)).toBeUndefined();
  });

  test('2: the marker does not depend on what the work does to its input', async () => {
    const world = given();
    const input = { id: ID, leaseMs: 30_000 };
    await world.once(input, async () => {
      input.id = 'forward/other/erp';
      return 1;
    });
    expect([...world.table.items.keys()]).toEqual([ID]);
    expect(storedIn(world)).toMatchObject({ status: 'completed' });
  });

  test('3: what runs at the same time never writes on another marker', async () => {
    const world = given();
    const ids = Array.from({ length: 50 }, (_, index) => `forward/e${index}/erp`);
    await Promise.all(ids.map((id) => world.once(marked(id), async () => id)));
    for (const id of ids) expect(storedIn(world, id)).toMatchObject({ id, status: 'completed', result: id });
  });

  test.each(['succeeds', 'fails'] as const)(
    '4: a run whose lease has passed and that then %s leaves the marker of its successor as it is',
    async (end) => {
      const world = given();
      const zombie = givenWork<string>();
      const doing = world.once(marked(), zombie.work);
      await zombie.started;
      world.clock.advance(30_001);
      expect(await world.once(marked(), async () => 'successor')).toBe('successor');
      const left = storedIn(world);
      if (end === 'succeeds') zombie.succeed('zombie');
      else zombie.fail(new Error('zombie'));
      expect(await doing.catch((error: unknown) => (error as Error).message)).toBe('zombie');
      expect(storedIn(world)).toEqual(left);
      expect(left).toMatchObject({ status: 'completed', result: 'successor' });
      expect(world.log.lines).toMatchObject([{ level: 'warn', fields: { marker: ID } }]);
    },
  );

  test.each(['forward//erp', 'forward/e1/', '', '/e1/erp'])('5: %j names no marker, so nothing is done', async (id) => {
    const work = jest.fn(async () => 1);
    await expect(given().once({ id, leaseMs: 1000 }, work)).rejects.toThrow('lacks a part');
    expect(work).not.toHaveBeenCalled();
  });

  test('6: the marker is of the event and the destination, however the message differs', async () => {
    const world = given();
    await world.once({ id: ID, leaseMs: 30_000 }, async () => 'first message');
    expect(await world.once({ id: ID, leaseMs: 12_345 }, async () => 'second message')).toBe('first message');
    expect([...world.table.items.keys()]).toEqual([ID]);
  });

  test('7: a genuine duplicate of what was done is never refused, whatever was done', async () => {
    const world = given();
    for (const value of [null, 0, '', false, [], {}, 'text']) {
      const id = `forward/${JSON.stringify(value)}/erp`;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect([
        await world.once(marked(id), async () => value),
        await world.once(marked(id), async () => 'new'),
      ]).toEqual([value, value]);
    }
  });

  test('8: a delete that fails does not replace the error of the work', async () => {
    const world = given();
    const failing = world.once(marked(), () => {
      world.table.failWith(new Error('no table'));
      return Promise.reject(new GiveUp('gone'));
    });
    await expect(failing).rejects.toThrow('gone');
    expect(world.log.lines).toMatchObject([{ level: 'error', fields: { marker: ID } }]);
  });

  test('9: a marker whose lease has passed is free again, and not a moment before', async () => {
    const world = given();
    void world.once(marked(), () => new Promise(() => undefined));
    await new Promise(setImmediate);
    world.clock.advance(30_000);
    await expect(world.once(marked(), async () => 2)).rejects.toThrow(RetryLater);
    world.clock.advance(1);
    expect(await world.once(marked(), async () => 2)).toBe(2);
  });

  test('a lease is always written: without one a crash would block the marker for ever', async () => {
    const world = given();
    const warn = jest.spyOn(console, 'warn');
    const work = givenWork<number>();
    const doing = world.once(marked(), work.work);
    await work.started;
    expect(storedIn(world)).toMatchObject({ status: 'in-progress', leaseUntilMs: Date.parse(START) + 30_000 });
    work.succeed(1);
    await doing;
    expect(warn).not.toHaveBeenCalled();
    await expect(world.once({ id: ID, leaseMs: 0 }, async () => 1)).rejects.toThrow(RetryLater);
  });

  test.each(['true', '1', 'yes'])('POWERTOOLS_IDEMPOTENCY_DISABLED=%s is refused', async (value) => {
    const world = given();
    process.env['POWERTOOLS_IDEMPOTENCY_DISABLED'] = value;
    try {
      expect(given).toThrow('POWERTOOLS_IDEMPOTENCY_DISABLED is set');
      await expect(world.once(marked(), async () => 1)).rejects.toThrow('POWERTOOLS_IDEMPOTENCY_DISABLED is set');
    } finally {
      delete process.env['POWERTOOLS_IDEMPOTENCY_DISABLED'];
    }
  });
});

test('an effect whose marker cannot be completed counts as done: its result is told', async () => {
  const world = given();
  const result = await world.once(marked(), async () => {
    world.table.failWith(new Error('no table'));
    return 'posted';
  });
  expect(result).toBe('posted');
  expect(world.log.lines).toMatchObject([{ level: 'error', message: 'Could not complete a marker' }]);
});

test('however many come at once and in whatever order they go on, one alone does the work', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (scheduler, count) => {
      const table = memoryTable();
      const put = scheduler.scheduleFunction(table.put.bind(table));
      const get = scheduler.scheduleFunction(table.get.bind(table));
      const once = createOnce({ table: { ...table, put, get }, clock: fixedClock(START), log: recordingLog() });
      let done = 0;
      const all = Array.from({ length: count }, () => once(marked(), async () => (done += 1)));
      const outcomes = await scheduler.waitFor(Promise.allSettled(all));
      const failures = outcomes
        .filter((outcome) => outcome.status === 'rejected')
        .map(({ reason }) => reason as unknown);
      expect(failures.filter((error) => !(error instanceof RetryLater))).toEqual([]);
      expect(done).toBe(1);
    }),
  ));
