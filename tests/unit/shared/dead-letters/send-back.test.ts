import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { createDeadLetterStore, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createMarkDone } from '#shared/dead-letters/mark-done.ts';
import { createSendBack, type SentBack } from '#shared/dead-letters/send-back.ts';
import { updateRecord } from '#shared/dead-letters/update-record.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { readReplayMark } from '#shared/messages/replay-mark.ts';
import type { Queue, Table } from '#shared/ports.ts';
import { recordOf } from '../../../../functions/keeper/record-of.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../support/given-dead-letters.ts';
import { fixedClock, memoryTable, recordingQueue } from '../../../support/ports.ts';

const NOW = '2026-01-03T00:00:00.000Z';
const CLAIMED_UNTIL = '2026-01-03T00:01:00.000Z';
const MINUTE_MS = 60_000;

const letter = (eventId: string, overrides: Partial<DeadLetter> = {}) => givenDeadLetter({ eventId, ...overrides });

async function given(...letters: readonly (DeadLetter | ReturnType<typeof givenStub>)[]) {
  const table = memoryTable();
  const store = createDeadLetterStore(table);
  for (const one of letters) await store.put(one, 'absent');
  table.calls.length = 0;
  const queue = recordingQueue();
  const clock = fixedClock(NOW);
  const sendBack = createSendBack({ store, queueOf: () => queue, clock });
  const record = async (eventId: string) => (await store.get(`archive/${eventId}`))?.record;
  return { table, store, queue, clock, sendBack, record };
}

const ids = (...eventIds: readonly string[]) => eventIds.map((eventId) => `archive/${eventId}`);

test('an open dead letter is sent with its message untouched and a replay mark, and closed', async () => {
  const { sendBack, queue, record } = await given(letter('one', { replays: 2, body: '{"v":1,"id":"one"}' }));
  expect(await sendBack({ ids: ids('one'), run: 'run-1' })).toEqual([{ id: 'archive/one', outcome: 'replayed' }]);
  expect(queue.sent).toEqual([
    {
      body: '{"v":1,"id":"one"}',
      attributes: { source: 'stripe-eu', type: 'charge.refunded', replay: '{"run":"run-1","count":3}' },
      group: 'replays',
    },
  ]);
  const closed = { state: 'replayed', replays: 3, run: 'run-1', closedAt: NOW } as const;
  expect(await record('one')).toEqual(letter('one', { body: '{"v":1,"id":"one"}', ...closed }));
});

test('a page is one read and two writes, however many it has', async () => {
  const { sendBack, table } = await given(letter('one'), letter('two'), letter('three'));
  await sendBack({ ids: ids('one', 'two', 'three'), run: 'run-1' });
  expect(table.calls).toEqual(['getMany 3', 'changeAll 3', 'changeAll 3']);
});

test('records that somebody has just read are not read again', async () => {
  const { store, sendBack, table } = await given(letter('one'));
  const known = await store.getMany(ids('one'));
  table.calls.length = 0;
  await sendBack({ ids: ids('one'), run: 'run-1', known });
  expect(table.calls).toEqual(['changeAll 1', 'changeAll 1']);
});

test.each(['done', 'replayed', 'discarded', 'quarantined'] as const)(
  'one that is %s is sent where that is forced, and both the message and the outcome say so',
  async (state) => {
    const { sendBack, queue, record } = await given(letter('one', { state, replays: 10 }));
    expect(await sendBack({ ids: ids('one'), run: 'run-0001', isForced: true })).toEqual([
      { id: 'archive/one', outcome: 'replayed', because: `forced, although ${state}` },
    ]);
    expect(queue.sent[0]?.attributes['replay']).toBe('{"run":"run-0001","count":11,"force":true}');
    expect(await record('one')).toMatchObject({ state: 'replayed', replays: 11 });
  },
);

test('what cannot be sent is closed again as it was, where it was forced', async () => {
  const before = letter('one', { state: 'done', closedAt: NOW });
  const { sendBack, queue, record } = await given(before);
  queue.failWith(new Error('SQS: ServiceUnavailable'));
  await sendBack({ ids: ids('one'), run: 'run-1', isForced: true });
  expect(await record('one')).toEqual(before);
});

test('nobody can force what is held by another run, or has no message', async () => {
  const held = letter('held', { state: 'replaying', run: 'run-0', claimedUntil: hour(0.1) });
  const { sendBack, queue } = await given(held, givenStub({ id: 'archive/stub', eventId: 'stub' }));
  const outcomes = await sendBack({ ids: ids('held', 'stub'), run: 'run-1', isForced: true });
  expect(outcomes).toMatchObject([{ because: 'held by another run' }, { because: 'done' }]);
  expect(queue.sent).toEqual([]);
});

test('a run that is resumed sends what its own dead call holds, under the same count', async () => {
  const held = letter('one', { state: 'replaying', replays: 1, run: 'run-1', claimedUntil: hour(0.1) });
  const { sendBack, queue } = await given(held);
  expect(await sendBack({ ids: ids('one'), run: 'run-1' })).toMatchObject([{ outcome: 'skipped' }]);
  expect(await sendBack({ ids: ids('one'), run: 'run-1', resumedRun: 'run-1' })).toMatchObject([
    { outcome: 'replayed' },
  ]);
  expect(queue.sent.map(({ attributes }) => attributes['replay'])).toEqual(['{"run":"run-1","count":2}']);
});

test('while it is sent, it is claimed for a minute', async () => {
  const { store, clock, queue } = await given(letter('one'));
  const seen: unknown[] = [];
  const looking: Queue = {
    ...queue,
    async sendAll(messages) {
      seen.push((await store.get('archive/one'))?.record);
      return queue.sendAll(messages);
    },
  };
  await createSendBack({ store, queueOf: () => looking, clock })({ ids: ids('one'), run: 'run-1' });
  expect(seen).toEqual([letter('one', { state: 'replaying', run: 'run-1', claimedUntil: CLAIMED_UNTIL })]);
});

test('what took so long to claim that another run may have it soon is not sent, and is open again', async () => {
  const { store, clock, queue, record } = await given(letter('one'));
  const slow = {
    ...store,
    changeAll: async (...args: Parameters<DeadLetterStore['changeAll']>) => {
      const revisions = await store.changeAll(...args);
      clock.advance(31_000);
      return revisions;
    },
  };
  const [sent] = await createSendBack({ store: slow, queueOf: () => queue, clock })({ ids: ids('one'), run: 'run-1' });
  expect(sent).toMatchObject({ outcome: 'failed' });
  expect(queue.sent).toEqual([]);
  expect(await record('one')).toMatchObject({ state: 'open', replays: 0 });
});

/** A forced run claims it and dies before it has sent anything; two minutes later its claim has passed. */
async function afterADeadForcedRun(before: DeadLetter) {
  const world = await given(before);
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const hanging: Queue = {
    ...world.queue,
    sendAll: () => {
      die();
      return new Promise(() => undefined);
    },
  };
  const { store, clock } = world;
  void createSendBack({ store, queueOf: () => hanging, clock })({ ids: ids('one'), run: 'run-1', isForced: true });
  await died;
  clock.advance(2 * MINUTE_MS);
  return world;
}

describe.each(['done', 'replayed', 'discarded', 'quarantined'] as const)(
  'one that was %s when a forced run claimed it and died',
  (state) => {
    const before = letter('one', { state, closedAt: NOW, run: 'run-0', replays: 2 });

    test('is still that for runs that force nothing', async () => {
      const { sendBack, queue } = await afterADeadForcedRun(before);
      expect(await sendBack({ ids: ids('one'), run: 'run-2' })).toMatchObject([{ outcome: 'skipped', because: state }]);
      expect(queue.sent).toEqual([]);
    });

    test('is that again, and of the run it was of, where the resumed run cannot send it either', async () => {
      const { sendBack, queue, record } = await afterADeadForcedRun(before);
      queue.failWith(new Error('SQS: ServiceUnavailable'));
      await sendBack({ ids: ids('one'), run: 'run-1', isForced: true, resumedRun: 'run-1' });
      expect(await record('one')).toEqual(before);
    });

    test('is sent by the resumed run, and its record says nothing of the claim', async () => {
      const { sendBack, record } = await afterADeadForcedRun(before);
      expect(await sendBack({ ids: ids('one'), run: 'run-1', isForced: true, resumedRun: 'run-1' })).toMatchObject([
        { outcome: 'replayed', because: `forced, although ${state}` },
      ]);
      expect(await record('one')).toEqual({
        ...before,
        state: 'replayed',
        run: 'run-1',
        replays: 3,
        closedAt: clockAfter,
      });
    });
  },
);

const clockAfter = new Date(Date.parse(NOW) + 2 * MINUTE_MS).toISOString();

test('what the queue does not confirm is open again, as it was', async () => {
  const before = letter('one', { replays: 1, run: 'run-0' });
  const { sendBack, queue, record } = await given(before);
  queue.failWith(new Error('SQS: ServiceUnavailable'));
  const [outcome] = await sendBack({ ids: ids('one'), run: 'run-1' });
  expect(outcome).toMatchObject({ outcome: 'failed', error: new Error('SQS: ServiceUnavailable') });
  expect(await record('one')).toEqual(before);
});

test('one that is not confirmed does not hurt its neighbours', async () => {
  const { store, clock, record } = await given(letter('one'), letter('two'), letter('three'));
  const refusing: Queue = {
    ...recordingQueue(),
    sendAll: async (messages) => messages.map((_, index) => (index === 1 ? new Error('too large') : undefined)),
  };
  const outcomes = await createSendBack({ store, queueOf: () => refusing, clock })({
    ids: ids('one', 'two', 'three'),
    run: 'run-1',
  });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['replayed', 'failed', 'replayed']);
  expect((await record('two'))?.state).toBe('open');
});

test('each goes to the queue of its own worker', async () => {
  const { store, clock } = await given(letter('one'), letter('one', { worker: 'ledger', id: 'ledger/one' }));
  const queues = { archive: recordingQueue(), ledger: recordingQueue() };
  const sendBack = createSendBack({ store, queueOf: (worker) => queues[worker as 'archive' | 'ledger'], clock });
  await sendBack({ ids: ['archive/one', 'ledger/one'], run: 'run-1' });
  expect([queues.archive.sent.length, queues.ledger.sent.length]).toEqual([1, 1]);
});

const hour = (hours: number) => new Date(Date.parse(NOW) + hours * 60 * MINUTE_MS).toISOString();

test.each<[string, Partial<DeadLetter>, object]>([
  ['done', { state: 'done' }, { because: 'done' }],
  ['replayed', { state: 'replayed' }, { because: 'replayed' }],
  ['discarded', { state: 'discarded' }, { because: 'discarded' }],
  ['quarantined', { state: 'quarantined' }, { because: 'quarantined' }],
  [
    'held by a run that may be alive',
    { state: 'replaying', run: 'run-0', claimedUntil: hour(0.1) },
    { because: 'held by another run', until: hour(0.1) },
  ],
  [
    'not to be tried again yet',
    { failure: givenFailure({ notBefore: hour(1) }) },
    { because: 'not yet to be tried again', until: hour(1) },
  ],
  [
    'so old that its markers are gone',
    { failure: givenFailure({ firstAt: hour(-401 * 24) }) },
    { because: 'older than its markers' },
  ],
])('one that is %s is skipped, and nothing is written', async (_, overrides, skip) => {
  const { sendBack, queue, table } = await given(letter('one', overrides));
  expect(await sendBack({ ids: ids('one'), run: 'run-1' })).toEqual([
    { id: 'archive/one', outcome: 'skipped', ...skip },
  ]);
  expect([queue.sent, table.calls]).toEqual([[], ['getMany 1']]);
});

test('one that is not there, or has its result and no message, is skipped', async () => {
  const { sendBack } = await given(givenStub({ id: 'archive/stub', eventId: 'stub' }));
  expect(await sendBack({ ids: ids('stub', 'nowhere'), run: 'run-1' })).toEqual([
    { id: 'archive/stub', outcome: 'skipped', because: 'done' },
    { id: 'archive/nowhere', outcome: 'skipped', because: 'not there' },
  ]);
});

test('one whose run has died is sent again under the same count', async () => {
  const { sendBack, queue, record } = await given(
    letter('one', { state: 'replaying', replays: 1, run: 'run-0', claimedUntil: hour(-0.1) }),
  );
  await sendBack({ ids: ids('one'), run: 'run-1' });
  expect(queue.sent[0]?.attributes['replay']).toBe('{"run":"run-1","count":2}');
  expect(await record('one')).toMatchObject({ state: 'replayed', replays: 2, run: 'run-1' });
});

test('one that was sent but cannot be closed has failed, and is sent again once its claim has passed', async () => {
  const { table, store, queue, clock, record } = await given(letter('one'));
  let writes = 0;
  const failing: DeadLetterStore = {
    ...store,
    changeAll: async (changes) => {
      writes += 1;
      return writes === 2 ? changes.map(() => new Error('the table is gone')) : store.changeAll(changes);
    },
  };
  const [outcome] = await createSendBack({ store: failing, queueOf: () => queue, clock })({
    ids: ids('one'),
    run: 'run-1',
  });
  expect(outcome).toMatchObject({ outcome: 'failed', error: { cause: new Error('the table is gone') } });
  expect(table.items.size).toBe(1);
  clock.advance(16 * MINUTE_MS);
  await createSendBack({ store, queueOf: () => queue, clock })({ ids: ids('one'), run: 'run-2' });
  const counts = queue.sent.map(({ attributes }) => readReplayMark(attributes['replay'] ?? '').count);
  expect(counts).toEqual([1, 1]);
  expect(await record('one')).toMatchObject({ state: 'replayed', replays: 1 });
});

/** Sends `one` back, and lets somebody write once the queue has it. */
async function closing(
  meanwhile: (ports: { readonly store: DeadLetterStore; readonly table: Table }) => Promise<unknown>,
) {
  const { table, store, queue, clock, record } = await given(letter('one'));
  const slow: Queue = {
    ...queue,
    async sendAll(messages) {
      const errors = await queue.sendAll(messages);
      await meanwhile({ store, table });
      return errors;
    },
  };
  const outcomes = await createSendBack({ store, queueOf: () => slow, clock })({ ids: ids('one'), run: 'run-1' });
  return { outcomes, record: await record('one') };
}

const keep = (store: DeadLetterStore, arrived: DeadLetter) =>
  updateRecord(store, { id: arrived.id, expected: 'absent', decide: (kept) => recordOf(kept, arrived, 10) });
const markDone = (table: Table, count: number) =>
  createMarkDone({ table, clock: fixedClock(NOW) })({ worker: 'archive', eventId: 'one', count });

describe('what others write between sending and closing', () => {
  const replayed: SentBack[] = [{ id: 'archive/one', outcome: 'replayed' }];

  test('the result of the replay stays', async () => {
    const { outcomes, record } = await closing(({ table }) => markDone(table, 1));
    expect(outcomes).toEqual(replayed);
    expect(record).toMatchObject({ state: 'done', replays: 1 });
  });

  test('the result of an earlier attempt stays too', async () => {
    const { outcomes, record } = await closing(({ table }) => markDone(table, 0));
    expect(outcomes).toEqual(replayed);
    expect(record).toMatchObject({ state: 'done' });
  });

  test('a replay that has failed already is open again, with its new failure', async () => {
    const failure = givenFailure({ message: 'Still closed' });
    const { outcomes, record } = await closing(({ store }) =>
      keep(store, letter('one', { replays: 1, run: 'run-1', failure })),
    );
    expect(outcomes).toEqual(replayed);
    expect(record).toMatchObject({ state: 'open', replays: 1, failure: { message: 'Still closed' } });
  });

  test('a second copy of the first failure is counted, and the replay is closed', async () => {
    const { outcomes, record } = await closing(({ store }) => keep(store, letter('one')));
    expect(outcomes).toEqual(replayed);
    expect(record).toMatchObject({ state: 'replayed', replays: 1, arrivals: 2 });
  });

  test('a later run that took it over keeps it', async () => {
    const { record } = await closing(({ store }) =>
      updateRecord(store, {
        id: 'archive/one',
        expected: 'unknown',
        decide: () => letter('one', { state: 'replaying', run: 'run-2', claimedUntil: hour(1) }),
      }),
    );
    expect(record).toMatchObject({ state: 'replaying', run: 'run-2', replays: 0 });
  });
});

/** Sends `one` back, and lets somebody write between the look and the claim. */
async function claiming(...writes: readonly Partial<DeadLetter>[]) {
  const { store, queue, clock, record } = await given(letter('one'));
  const left = [...writes];
  const write = async () => {
    const next = left.shift();
    const seen = await store.get('archive/one');
    if (next && seen) await store.put(letter('one', next), seen.revision);
  };
  const racing: DeadLetterStore = {
    ...store,
    async changeAll(...args) {
      await write();
      return store.changeAll(...args);
    },
  };
  const outcomes = await createSendBack({ store: racing, queueOf: () => queue, clock })({
    ids: ids('one'),
    run: 'run-1',
  });
  return { outcomes, sent: queue.sent, record: await record('one') };
}

describe('what others write between looking and claiming', () => {
  test('a copy that was only counted is claimed over', async () => {
    const { outcomes, sent, record } = await claiming({ arrivals: 2 });
    expect(outcomes).toEqual([{ id: 'archive/one', outcome: 'replayed' }]);
    expect(sent).toHaveLength(1);
    expect(record).toMatchObject({ state: 'replayed', replays: 1, arrivals: 2 });
  });

  test.each<[Partial<DeadLetter>, object]>([
    [{ state: 'done' }, { because: 'done' }],
    [
      { state: 'replaying', run: 'run-0', claimedUntil: hour(1) },
      { because: 'held by another run', until: hour(1) },
    ],
  ])('%j stays as it is', async (written, skip) => {
    const { outcomes, sent, record } = await claiming(written);
    expect(outcomes).toEqual([{ id: 'archive/one', outcome: 'skipped', ...skip }]);
    expect(sent).toEqual([]);
    expect(record).toEqual(letter('one', written));
  });

  test('whoever loses twice leaves it to the others', async () => {
    const { outcomes, sent } = await claiming({ arrivals: 2 }, { arrivals: 3 });
    expect(outcomes).toEqual([{ id: 'archive/one', outcome: 'skipped', because: 'held by another run' }]);
    expect(sent).toEqual([]);
  });
});

test.each([
  [{ v: 2 }, 'unreadable: a newer version'],
  [{ replays: 'many' }, 'unreadable'],
])('one that reads %j is skipped, and its neighbour is sent', async (overrides, because) => {
  const { table, sendBack, queue } = await given(letter('one'), letter('two'));
  const { item, revision } = table.items.get('archive/one')!;
  table.items.set('archive/one', { item: { ...(item as object), ...overrides }, revision });
  expect(await sendBack({ ids: ids('one', 'two'), run: 'run-1' })).toEqual([
    { id: 'archive/one', outcome: 'skipped', because },
    { id: 'archive/two', outcome: 'replayed' },
  ]);
  expect(queue.sent).toHaveLength(1);
});

/** The table as slow as a chance decides: two runs over it meet in every order. */
function scheduled(table: Table, scheduler: fc.Scheduler): Table {
  return {
    ...table,
    getMany: scheduler.scheduleFunction((many: readonly string[]) => table.getMany(many)),
    get: scheduler.scheduleFunction((id: string) => table.get(id)),
    put: scheduler.scheduleFunction((...args: Parameters<Table['put']>) => table.put(...args)),
    changeAll: scheduler.scheduleFunction((...args: Parameters<Table['changeAll']>) => table.changeAll(...args)),
  };
}

test('of two runs at once only one sends each dead letter, in whatever order they meet', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 5 }), async (scheduler, count) => {
      const eventIds = Array.from({ length: count }, (_, index) => `event-${index}`);
      const { table, queue, clock, record } = await given(...eventIds.map((eventId) => letter(eventId)));
      const store = createDeadLetterStore(scheduled(table, scheduler));
      const runs = ['run-1', 'run-2'].map((run) =>
        createSendBack({ store, queueOf: () => queue, clock })({ ids: ids(...eventIds), run }),
      );
      await scheduler.waitFor(Promise.all(runs));
      const outcomes = (await Promise.all(runs)).flat();
      expect(outcomes.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(count);
      expect(queue.sent).toHaveLength(count);
      for (const eventId of eventIds) expect(await record(eventId)).toMatchObject({ state: 'replayed', replays: 1 });
    }),
  );
});

/** Ports of a process that is killed at its n-th call, before or after the call had its effect: nothing of it goes on. */
function killedAt(
  n: number,
  effect: 'before' | 'after',
  ports: { readonly store: DeadLetterStore; readonly queue: Queue },
) {
  let calls = 0;
  const { promise: killed, resolve: kill } = Promise.withResolvers<'killed'>();
  const never = new Promise<never>(() => undefined);
  const dying =
    <Args extends readonly unknown[], Value>(call: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      calls += 1;
      if (calls > n || (calls === n && effect === 'before')) {
        kill('killed');
        return never;
      }
      const value = await call(...args);
      if (calls < n) return value;
      kill('killed');
      return never;
    };
  const { store, queue } = ports;
  return {
    killed,
    store: {
      ...store,
      get: dying((...args: Parameters<DeadLetterStore['get']>) => store.get(...args)),
      getMany: dying((...args: Parameters<DeadLetterStore['getMany']>) => store.getMany(...args)),
      put: dying((...args: Parameters<DeadLetterStore['put']>) => store.put(...args)),
    },
    queue: { ...queue, sendAll: dying((...args: Parameters<Queue['sendAll']>) => queue.sendAll(...args)) },
  };
}

test.each(['before', 'after'] as const)(
  'a run that is killed at any step, %s its effect, loses nothing: the next one sends what is left under the same count',
  async (effect) => {
    const eventIds = ['one', 'two', 'three'];
    let hasEnded = false;
    for (let n = 1; !hasEnded; n += 1) {
      const { store, queue, clock, sendBack, record } = await given(...eventIds.map((eventId) => letter(eventId)));
      const dying = killedAt(n, effect, { store, queue });
      const first = createSendBack({ store: dying.store, queueOf: () => dying.queue, clock });
      const outcome = await Promise.race([first({ ids: ids(...eventIds), run: 'run-1' }), dying.killed]);
      hasEnded = outcome !== 'killed';
      await turn();

      const atOnce = await sendBack({ ids: ids(...eventIds), run: 'run-2' });
      expect(atOnce.filter((one) => one.outcome === 'failed')).toEqual([]);
      clock.advance(15 * MINUTE_MS + 1);
      await sendBack({ ids: ids(...eventIds), run: 'run-3' });
      for (const eventId of eventIds) {
        expect(await record(eventId)).toMatchObject({ state: 'replayed', replays: 1 });
      }
      const marks = queue.sent.map(({ attributes }) => readReplayMark(attributes['replay'] ?? ''));
      expect(new Set(marks.map(({ count }) => count))).toEqual(new Set([1]));
      expect(queue.sent.length).toBeGreaterThanOrEqual(3);
      expect(queue.sent.length).toBeLessThanOrEqual(6);
      if (n > 20) throw new Error('The run never came to its end');
    }
  },
);
