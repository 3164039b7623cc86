// Who works on a run, who may end it, and for what it stands back.
import type { Objects, Queue } from '#shared/ports.ts';
import { memoryObjects, recordingQueue } from '../../../../support/ports.ts';
import { givenReplay, numbered } from '../given-replay.ts';

const RUN = 'run-of-this-test';
const all = { run: RUN, from: 'archive', all: true, reason: 'The shop is open again' } as const;

/** A run that is left half-way, because its time was over; what it has sent took that long. */
async function givenUnfinished(request: object = {}) {
  const time = { remainingMs: 300_000 };
  const queue = recordingQueue();
  const slow: Queue = {
    ...queue,
    async sendAll(messages) {
      time.remainingMs -= 100_000;
      return queue.sendAll(messages);
    },
  };
  const world = await givenReplay(numbered(500), { queueOf: () => slow }, time);
  const answer = await world.replay({ ...all, ...request });
  time.remainingMs = 1e9;
  return { ...world, queue, answer };
}

test('a run whose time is over says so, and whoever asks with its name goes on with it', async () => {
  const { answer, replay, ask, receipt } = await givenUnfinished();
  expect(answer.state).toBe('unfinished');
  expect(receipt(RUN)).toMatchObject({ state: 'unfinished', succeeded: answer.succeeded });
  expect(await replay(all)).toMatchObject({ run: RUN, state: 'finished', succeeded: 500 });
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', succeeded: 500 });
});

test('nobody goes on with a run by asking for something else', async () => {
  const { replay } = await givenUnfinished();
  await expect(replay({ ...all, limit: 3 })).rejects.toThrow(`The run ${RUN} was asked for something else`);
});

test('a limit is that of the run, however many calls it takes', async () => {
  const { answer, ask, queue } = await givenUnfinished({ limit: 450 });
  expect(answer.state).toBe('unfinished');
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', succeeded: 450 });
  expect(queue.sent).toHaveLength(450);
});

/** The first call dies before or behind what it sends, or where it stores what came of it; a minute later nobody holds the run. */
async function givenDead(at: 'before it is sent' | 'after it is sent', request: object = {}) {
  const died = Promise.withResolvers<'dead'>();
  const die = () => {
    died.resolve('dead');
    return new Promise<never>(() => undefined);
  };
  const world = await givenReplay(
    numbered(10).map((one) => ({ ...one, body: JSON.stringify({ v: 1, id: one.eventId }) })),
  );
  const { store, results, clock, queue } = world;
  const first = await givenReplay([], {
    store,
    clock,
    results: {
      ...results,
      putIfAbsent: async (key, ...rest) => (/\/\d+\.json$/.test(key) ? die() : results.putIfAbsent(key, ...rest)),
    },
    queueOf: () => ({
      ...queue,
      sendAll: (messages) => (at === 'before it is sent' ? die() : queue.sendAll(messages)),
    }),
  });
  await Promise.race([first.replay({ ...all, ...request }), died.promise]);
  clock.advance(61_000);
  return world;
}

test('what a call that died had done is taken off the limit', async () => {
  const { ask, queue } = await givenDead('after it is sent', { limit: 1 });
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', succeeded: 1 });
  expect(queue.sent).toHaveLength(1);
});

test('whoever aborts a run whose call has died sends nothing that it had only claimed, and is told how much', async () => {
  const { ask, queue, replay } = await givenDead('before it is sent');
  const aborted = { state: 'aborted', matched: 10, succeeded: 0, unknown: 10 };
  expect(await ask({ abort: { run: RUN, reason: 'The wrong ones' } })).toMatchObject(aborted);
  expect(queue.sent).toEqual([]);
  expect(await replay({ ...all, run: 'the-next-run' })).toMatchObject({ state: 'finished', succeeded: 10 });
});

test('whoever aborts a run whose call has died is told what that one had sent', async () => {
  const { ask, queue } = await givenDead('after it is sent');
  expect(await ask({ abort: { run: RUN, reason: 'The wrong ones' } })).toMatchObject({
    state: 'aborted',
    succeeded: 10,
  });
  expect(queue.sent).toHaveLength(10);
});

test('one call works on a run at a time, and the other one is told that it is running', async () => {
  const { first, ask, queue } = await givenHanging();
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ run: RUN, state: 'running' });
  expect(queue.sent).toEqual([]);
  first.goOn();
  await expect(first.answer).resolves.toMatchObject({ state: 'finished', matched: 3 });
});

test('a call that hung for so long that somebody else has gone on with its run changes nothing when it wakes', async () => {
  const { first, ask, clock, receipt, outcomes } = await givenHanging();
  clock.advance(61_000);
  const ended = { state: 'finished', matched: 3, succeeded: 3 };
  expect(await ask({ resume: { run: RUN } })).toMatchObject(ended);
  first.goOn();
  await expect(first.answer).resolves.toMatchObject(ended);
  expect(receipt(RUN)).toMatchObject(ended);
  expect(outcomes(RUN)).toHaveLength(3);
});

/** The first call has claimed three dead letters, and hangs while it sends them. */
async function givenHanging() {
  const [hangs, wakes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const queue = recordingQueue();
  let sends = 0;
  const hanging: Queue = {
    ...queue,
    async sendAll(messages) {
      sends += 1;
      if (sends === 1) {
        hangs.resolve();
        await wakes.promise;
      }
      return queue.sendAll(messages);
    },
  };
  const world = await givenReplay(numbered(3), { queueOf: () => hanging });
  const answer = world.replay(all);
  await hangs.promise;
  return { ...world, queue, first: { answer, goOn: () => wakes.resolve() } };
}

test('a run that nobody works on ends at once when it is aborted, and stays so', async () => {
  const { answer, ask, receipt } = await givenUnfinished();
  const aborted = { run: RUN, state: 'aborted', succeeded: answer.succeeded };
  expect(await ask({ abort: { run: RUN, reason: 'The wrong ones' } })).toMatchObject(aborted);
  expect(receipt(RUN)).toMatchObject({ ...aborted, aborted: { reason: 'The wrong ones', who: { unproven: true } } });
  expect(await ask({ resume: { run: RUN } })).toMatchObject(aborted);
  await expect(ask({ abort: { run: RUN, reason: 'x' } })).rejects.toThrow(`The run ${RUN} is aborted already`);
});

test('whoever aborts a run that nobody works on, and cannot read whether to, sends nothing', async () => {
  const { queue, store, results, clock } = await givenUnfinished();
  const sent = queue.sent.length;
  let failures = 1;
  const list: Objects['list'] = (prefix, ...rest) => {
    if (prefix.endsWith('abort.json') && failures-- > 0) throw new Error('SlowDown');
    return results.list(prefix, ...rest);
  };
  const { ask } = await givenReplay([], { store, results: { ...results, list }, clock, queueOf: () => queue });
  const abort = { abort: { run: RUN, reason: 'The wrong ones' } };
  await expect(ask(abort)).rejects.toThrow('SlowDown');
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'aborted' });
  expect(queue.sent).toHaveLength(sent);
});

test('a run that is worked on ends between two pages when it is aborted', async () => {
  const results = memoryObjects();
  const queue = recordingQueue();
  const world = await givenReplay(numbered(1000), {
    results,
    queueOf: () => ({
      ...queue,
      async sendAll(messages) {
        if (queue.sent.length === 0) await world.ask({ abort: { run: RUN, reason: 'The wrong ones' } });
        world.clock.advance(1000);
        return queue.sendAll(messages);
      },
    }),
  });
  expect(await world.replay(all)).toMatchObject({ state: 'aborted' });
  expect(queue.sent.length).toBeLessThan(1000);
});

test('of a run that is not there everybody hears so', async () => {
  const { ask } = await givenReplay();
  for (const request of [{ resume: { run: RUN } }, { abort: { run: RUN, reason: 'x' } }])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(ask(request)).rejects.toThrow(`There is no run ${RUN}`);
});

/** Pauses are over at once, and their time has passed. */
async function givenHurried(count: number, depths: readonly number[] = []) {
  const left = [...depths];
  const pauses: number[] = [];
  const world = await givenReplay(numbered(count), {
    depthOf: () => ({ countMessages: async () => left.shift() ?? 0 }),
    clock: {
      now: () => world.clock.now(),
      sleep: async (ms) => {
        pauses.push(ms);
        world.clock.advance(ms);
      },
    },
  });
  return { ...world, pauses };
}

test('so many a second are sent, and no more', async () => {
  const { replay, clock, pauses, queue } = await givenHurried(25);
  const beganMs = clock.now().getTime();
  await replay({ ...all, perSecond: 5 });
  expect(queue.sent).toHaveLength(25);
  expect(clock.now().getTime() - beganMs).toBeGreaterThanOrEqual(4000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3000);
});

test('a run that waits for its next second ends at once when it is aborted', async () => {
  const world = await givenReplay(numbered(20));
  const beganMs = world.clock.now().getTime();
  const abortAtMs = beganMs + 7000;
  let abort: Promise<unknown> | undefined;
  const sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];
  const tick = async () => {
    for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    world.clock.advance(100);
    const nowMs = world.clock.now().getTime();
    if (nowMs >= abortAtMs) abort ??= world.ask({ abort: { run: RUN, reason: 'The wrong ones' } });
    for (const { untilMs, wake } of sleepers) if (untilMs <= nowMs) wake();
  };
  const { replay } = await givenReplay([], {
    store: world.store,
    results: world.results,
    queueOf: () => world.queue,
    clock: {
      now: () => world.clock.now(),
      sleep: (ms) =>
        new Promise((wake) => void sleepers.push({ untilMs: world.clock.now().getTime() + ms, wake: () => wake() })),
    },
  });
  const ends: unknown[] = [];
  const run = replay({ ...all, perSecond: 0.2 }).then((answer) => ends.push(answer));
  // oxlint-disable-next-line no-await-in-loop -- one tenth of a second after the other
  while (ends.length === 0) await tick();
  await Promise.all([run, abort]);
  expect(ends).toMatchObject([{ state: 'aborted', succeeded: 2 }]);
  expect(world.clock.now().getTime() - abortAtMs).toBeLessThanOrEqual(2500);
});

test('a run stands back while much live traffic has come since it began, and its receipt says how long', async () => {
  const { replay, queue, receipt, pauses } = await givenHurried(3, [10, 10, 10, 2000, 2000, 500]);
  await replay({ ...all, perSecond: 1 });
  expect(queue.sent).toHaveLength(3);
  expect(receipt(RUN)).toMatchObject({ state: 'finished', pausedMs: expect.any(Number) as unknown });
  expect(pauses.filter((ms) => ms === 1000).length).toBeGreaterThan(2);
});

test('all its lanes stand back at once, and that time counts once', async () => {
  const world = await givenReplay(numbered(600));
  const depths = [0, 0, 0, 5000, 5000, 5000];
  let sleeping = 0;
  const { replay } = await givenReplay([], {
    store: {
      ...world.store,
      page: (query) => {
        world.clock.advance(1000);
        return world.store.page(query);
      },
    },
    results: world.results,
    depthOf: () => ({ countMessages: async () => depths.shift() ?? 0 }),
    clock: {
      now: () => world.clock.now(),
      sleep: async (ms) => {
        sleeping += 1;
        // Whoever sleeps meanwhile sleeps the same second.
        await new Promise((resolve) => setImmediate(resolve));
        if (--sleeping === 0) world.clock.advance(ms);
      },
    },
  });
  const beganMs = world.clock.now().getTime();
  await replay(all);
  const { state, pausedMs } = world.receipt(RUN);
  expect(state).toBe('finished');
  expect(pausedMs).toBeGreaterThanOrEqual(3000);
  expect(pausedMs).toBeLessThanOrEqual(world.clock.now().getTime() - beganMs);
});

test('what a run has sent itself is no live traffic', async () => {
  const world = await givenReplay(numbered(5000), {
    depthOf: () => ({ countMessages: async () => world.queue.sent.length }),
  });
  expect(await world.replay(all)).toMatchObject({ state: 'finished', succeeded: 5000 });
  expect(world.receipt(RUN)).not.toHaveProperty('pausedMs');
});
