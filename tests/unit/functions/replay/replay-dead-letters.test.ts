import { receiptSchema } from '#shared/messages/receipt.ts';
import * as v from 'valibot';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import type { Queue } from '#shared/ports.ts';
import { memoryObjects, recordingQueue } from '../../../support/ports.ts';
import { givenReplay, NOW, numbered, RUN } from './given-replay.ts';

const WHO = { unproven: true, requestId: 'request-1' };
const all = { from: 'archive', all: true, reason: 'The shop is open again' } as const;
const done = { run: RUN, state: 'finished', matched: 0, succeeded: 0, skipped: 0, failed: 0, before: NOW };

test('all open dead letters of a worker are sent back, the oldest first', async () => {
  const { replay, queue, table } = await givenReplay([
    ...numbered(250),
    givenDeadLetter({ worker: 'ledger', id: 'ledger/other' }),
    givenDeadLetter({ eventId: 'closed', state: 'done' }),
  ]);
  expect(await replay(all)).toEqual({ ...done, matched: 250, succeeded: 250 });
  expect(queue.sent).toHaveLength(250);
  expect(table.calls.filter((call) => call.startsWith('changeAll'))).toHaveLength(6);
});

test('at most `limit` are sent, those that failed first', async () => {
  const { replay, state } = await givenReplay(numbered(250));
  expect(await replay({ ...all, limit: 120 })).toEqual({ ...done, matched: 120, succeeded: 120 });
  expect([await state('event-119'), await state('event-120')]).toEqual(['replayed', 'open']);
});

test('what is skipped does not count against the limit', async () => {
  const failure = givenFailure({ lastAt: '2026-01-01T00:00:00.000Z', notBefore: '2026-01-04T00:00:00.000Z' });
  const later = Array.from({ length: 30 }, (_, index) => givenDeadLetter({ eventId: `later-${index}`, failure }));
  const { replay } = await givenReplay([...later, ...numbered(20)]);
  expect(await replay({ ...all, limit: 10 })).toMatchObject({
    succeeded: 10,
    skippedBecause: { 'not yet to be tried again': 30 },
  });
});

test('those that are locked are passed over at once, so that a run of any size gets behind them', async () => {
  const failure = givenFailure({ lastAt: '2026-01-01T00:00:00.000Z', notBefore: '2026-01-04T00:00:00.000Z' });
  const later = Array.from({ length: 30 }, (_, index) => givenDeadLetter({ eventId: `later-${index}`, failure }));
  const { replay, table } = await givenReplay([...later, ...numbered(1)]);
  await replay({ ...all, limit: 10 });
  expect(table.calls.filter((call) => call.startsWith('getMany'))).toEqual(['getMany 1']);
});

const sentAt = (closedAt: string) => numbered(1, { state: 'replayed', replays: 1, closedAt });

test('one whose replay was lost on its queue may be sent again by its id, after the queue has forgotten it', async () => {
  const byId = { from: 'archive', ids: ['event-0'], reason: 'The queue was purged' };
  const recent = await givenReplay(sentAt('2025-12-21T00:00:00.000Z'));
  expect(await recent.replay(byId)).toMatchObject({ succeeded: 0, skippedBecause: { replayed: 1 } });
  const lost = await givenReplay(sentAt('2025-12-19T00:00:00.000Z'));
  expect(await lost.replay(byId)).toMatchObject({ succeeded: 1 });
});

test('only those of the fingerprints are sent', async () => {
  const [one, two, three] = ['a', 'b', 'c'].map((fingerprint) =>
    givenDeadLetter({ eventId: fingerprint, failure: givenFailure({ fingerprint }) }),
  );
  const { replay, state } = await givenReplay([one!, two!, three!]);
  const { from, reason } = all;
  expect(await replay({ from, reason, fingerprints: ['a', 'c', 'a'] })).toEqual({ ...done, matched: 2, succeeded: 2 });
  expect([await state('a'), await state('b'), await state('c')]).toEqual(['replayed', 'open', 'replayed']);
});

test('of those that are named every other is told with its reason', async () => {
  const { replay } = await givenReplay([
    givenDeadLetter({ eventId: 'open' }),
    givenDeadLetter({ eventId: 'done', state: 'done' }),
    givenDeadLetter({ eventId: 'discarded', state: 'discarded' }),
    givenDeadLetter({ eventId: 'held', state: 'replaying', run: 'run-0', claimedUntil: '2026-01-03T00:10:00.000Z' }),
  ]);
  const { from, reason } = all;
  expect(await replay({ from, reason, ids: ['open', 'done', 'discarded', 'held', 'nowhere', 'open'] })).toEqual({
    ...done,
    matched: 5,
    succeeded: 1,
    skipped: 4,
    skippedBecause: { done: 1, discarded: 1, 'held by another run': 1, 'not there': 1 },
    notThere: ['nowhere'],
  });
});

test('what a run has left behind is taken over once its claim has passed, and not before', async () => {
  const held = { state: 'replaying', run: 'run-0' } as const;
  const { replay, state } = await givenReplay([
    givenDeadLetter({ eventId: 'passed', ...held, claimedUntil: '2026-01-02T23:59:00.000Z' }),
    givenDeadLetter({ eventId: 'alive', ...held, claimedUntil: '2026-01-03T00:01:00.000Z' }),
  ]);
  expect(await replay(all)).toEqual({ ...done, matched: 1, succeeded: 1 });
  expect([await state('passed'), await state('alive')]).toEqual(['replayed', 'replaying']);
});

test('what fails again while the run goes on is not sent once more, by this run or by one that continues it', async () => {
  const { replay, store, queue } = await givenReplay(numbered(3));
  const failAgain = async (eventId: string) => {
    const { record, revision } = (await store.get(`archive/${eventId}`))!;
    const failure = givenFailure({ lastAt: '2026-01-03T00:00:01.000Z' });
    await store.put({ ...record, state: 'open', failure } as typeof record, revision);
  };
  const { before } = await replay(all);
  await failAgain('event-1');
  expect(await replay({ ...all, before })).toMatchObject({ matched: 0 });
  expect(queue.sent).toHaveLength(3);
});

test('a dry run tells the same and touches nothing', async () => {
  const letters = [...numbered(120), givenDeadLetter({ eventId: 'done', state: 'done' })];
  const requests = [
    { from: 'archive', all: true },
    { from: 'archive', all: true, limit: 7 },
    { from: 'archive', ids: ['event-1', 'done', 'nowhere'] },
    { from: 'archive', fingerprints: ['00112233aabbccdd'] },
  ];
  for (const request of requests) {
    const { replay, table, queue, results } = await givenReplay(letters);
    const { sample: _sample, ...foreseen } = await replay({ ...request, dryRun: true });
    expect(table.calls.filter((call) => /^(?:put|remove|changeAll)/.test(call))).toEqual([]);
    expect([queue.sent, results.calls]).toEqual([[], []]);
    expect(foreseen).toMatchObject({ dryRun: true });
    const { run: _, ...counts } = await replay({ ...request, reason: 'now really' });
    expect(foreseen).toEqual({ ...counts, dryRun: true });
  }
});

/** What a dry run names of forty that are open and one that is done. */
async function sampleOf(request: object) {
  const { replay, state } = await givenReplay([...numbered(40), givenDeadLetter({ eventId: 'done', state: 'done' })]);
  const { sample = [] } = await replay({ from: 'archive', dryRun: true, ...request });
  for (const { id } of sample) expect(await state(id.replace('archive/', ''))).toBe('open');
  return new Set(sample.map(({ id }) => id));
}

test('a dry run names all that it would send, or ten of them', async () => {
  const named = await sampleOf({ ids: ['event-7', 'done', 'nowhere', 'event-3'] });
  expect(named).toEqual(new Set(['archive/event-3', 'archive/event-7']));
  expect((await sampleOf({ all: true })).size).toBe(10);
  expect((await sampleOf({ ids: ['done'] })).size).toBe(0);
});

const withFingerprint = (fingerprint: string, overrides: Parameters<typeof givenDeadLetter>[0]) =>
  givenDeadLetter({ eventId: fingerprint, failure: givenFailure({ fingerprint }), ...overrides });

test('a fingerprint that no dead letter of the worker has is named, and one of closed ones is not', async () => {
  const letters = [
    withFingerprint('held', { state: 'replaying', claimedUntil: '2026-01-04T00:00:00.000Z' }),
    ...(['open', 'replayed', 'done', 'discarded', 'quarantined'] as const).map((state) =>
      withFingerprint(state, { state }),
    ),
    withFingerprint('of-another', { worker: 'ledger', id: 'ledger/of-another' }),
    withFingerprint('of-both', { worker: 'ledger', id: 'ledger/of-both', state: 'done' }),
    // Behind that of the other worker.
    withFingerprint('of-both', {
      state: 'done',
      failure: givenFailure({ fingerprint: 'of-both', lastAt: '2026-01-02T04:00:00.000Z' }),
    }),
  ];
  const fingerprints = [...letters.map(({ failure }) => failure.fingerprint), 'nowhere', 'nowhere'];
  for (const how of [{ dryRun: true }, { reason: 'x' }]) {
    const { replay } = await givenReplay(letters);
    expect(await replay({ from: 'archive', fingerprints, ...how })).toMatchObject({
      succeeded: 1,
      notThere: ['of-another', 'nowhere'],
    });
  }
});

test('where all that is named is there, nothing is said to be missing', async () => {
  const { replay } = await givenReplay([...numbered(3), givenDeadLetter({ eventId: 'done', state: 'done' })]);
  const { from, reason } = all;
  for (const request of [{ ids: ['event-0', 'done'] }, { fingerprints: ['00112233aabbccdd'] }, { all: true }])
    expect(await replay({ from, reason, ...request })).not.toHaveProperty('notThere');
});

test('it stops in time, says so, and the next call goes on', async () => {
  const queue = recordingQueue();
  const time = { remainingMs: 300_000 };
  const slow: Queue = {
    ...queue,
    async sendAll(messages) {
      time.remainingMs -= 100_000;
      return queue.sendAll(messages);
    },
  };
  const { replay, ask, outcomes } = await givenReplay(numbered(1000), { queueOf: () => slow }, time);
  const first = await replay(all);
  expect(first).toMatchObject({ state: 'unfinished', failed: 0 });
  expect(first.succeeded).toBeGreaterThan(0);
  expect(first.succeeded).toBeLessThan(1000);
  time.remainingMs = 1e9;
  expect(await ask({ resume: { run: first.run } })).toMatchObject({
    state: 'finished',
    matched: 1000,
    succeeded: 1000,
  });
  expect(queue.sent).toHaveLength(1000);
  expect(new Set(outcomes().map(({ id }) => id)).size).toBe(1000);
});

test('the receipt is there before anything is sent, and tells everything at the end', async () => {
  const results = memoryObjects();
  const receipts: unknown[] = [];
  const seen: typeof results = {
    ...results,
    async put(key, bytes, type) {
      if (key.startsWith('replays/')) receipts.push(v.parse(receiptSchema, JSON.parse(bytes.toString())));
      return results.put(key, bytes, type);
    },
    async putIfAbsent(key, bytes, type) {
      if (key.startsWith('replays/')) receipts.push(v.parse(receiptSchema, JSON.parse(bytes.toString())));
      return results.putIfAbsent(key, bytes, type);
    },
  };
  const { replay } = await givenReplay(
    [givenDeadLetter({ eventId: 'open' }), givenDeadLetter({ eventId: 'done', state: 'done' })],
    { results: seen },
  );
  await replay({ from: 'archive', ids: ['open', 'done'], reason: '  asked for  ' });
  const begun = {
    v: 1,
    run: RUN,
    state: 'running',
    startedAt: NOW,
    updatedAt: NOW,
    request: { kind: 'replay', from: 'archive', ids: ['open', 'done'], reason: 'asked for', via: 'table', before: NOW },
    who: WHO,
    matched: 0,
    succeeded: 0,
    skipped: 0,
    failed: 0,
    pages: 0,
    invocations: [{ requestId: 'request-1', who: WHO, startedAt: NOW }],
  };
  const ended = { matched: 2, succeeded: 1, skipped: 1, skippedBecause: { done: 1 }, pages: 1 };
  expect(receipts[0]).toEqual(begun);
  expect(receipts.at(-1)).toEqual({ ...begun, state: 'finished', finishedAt: NOW, ...ended });
});

test('without a first receipt nothing is sent', async () => {
  const { replay, results, queue, table } = await givenReplay(numbered(1));
  results.failWith(new Error('S3 is gone'));
  await expect(replay(all)).rejects.toThrow('S3 is gone');
  expect([queue.sent, table.calls]).toEqual([[], []]);
});

test('a receipt that cannot be finished is logged, and the counts are answered all the same', async () => {
  const results = memoryObjects();
  const failing: typeof results = {
    ...results,
    async put(key, ...rest) {
      if (key.startsWith('replays/')) throw new Error('S3 is gone');
      return results.put(key, ...rest);
    },
  };
  const { replay, log } = await givenReplay(numbered(1), { results: failing });
  expect(await replay(all)).toMatchObject({ succeeded: 1 });
  expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'warn A run could not look around',
    'error The receipt could not be finished',
    'info Run ended',
  ]);
});

test('a run that fails leaves a receipt of what it had done', async () => {
  const { replay, table, receipt } = await givenReplay(numbered(1));
  Object.assign(table, { getMany: async () => Promise.reject(new Error('the table is gone')) });
  await expect(replay(all)).rejects.toThrow('the table is gone');
  expect(receipt()).toMatchObject({ state: 'unfinished', matched: 0 });
});

test('what could not be sent is counted by its redacted reason, and logged once', async () => {
  const { replay, queue, log, receipt, outcomes } = await givenReplay(numbered(30));
  queue.failWith(new Error('refused: token=tok_live_1234567890abcdef'));
  const answer = await replay(all);
  expect(answer).toMatchObject({ succeeded: 0, failed: 30, failedBecause: { 'refused: token=…': 30 } });
  expect(outcomes()).toHaveLength(30);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(log.text() + JSON.stringify([receipt(), outcomes()])).not.toContain('tok_live');
});

test('no line of the log has a body or a reason', async () => {
  const { replay, log } = await givenReplay(numbered(2));
  await replay({ ...all, reason: 'Ada asked' });
  expect(log.lines).toEqual([
    {
      level: 'info',
      message: 'Run ended',
      fields: {
        run: RUN,
        kind: 'replay',
        worker: 'archive',
        state: 'finished',
        matched: 2,
        succeeded: 2,
        skipped: 0,
        failed: 0,
      },
    },
  ]);
});

test.each([
  [{}, 'replay.from: is missing'],
  [{ from: 'archive', reason: 'x' }, 'says either all, or at least one of ids, '],
  [{ from: 'archive', all: true, ids: ['a'], reason: 'x' }, 'says either all, or at least one of ids, '],
  [{ from: 'archive', where: 'amount >', reason: 'x' }, 'where: it ends too early at column 9'],
  [{ from: 'archive', all: true }, 'needs a reason, unless it is a dry run'],
  [{ from: 'archive', all: true, reason: '  ' }, 'reason:'],
  [{ from: 'archive', all: true, reason: 'x', limit: 0 }, 'limit:'],
  [{ from: 'archive', all: true, reason: 'x', dryrun: true }, 'dryrun: there is no such field'],
  [
    { from: 'archve', all: true, reason: 'x' },
    'there is dispatch (the step that publishes events), archive, and ledger.',
  ],
  [{ from: 'archive', ids: ['a'], dryRun: true, via: 'queue' }, 'a dry run via the queue can only count all of it'],
])('the request %j is refused by its field', async (request, sentence) => {
  const { replay, results, table } = await givenReplay(numbered(1));
  await expect(replay(request)).rejects.toThrow(sentence);
  expect([results.calls, table.calls]).toEqual([[], []]);
});

test('a record that this code cannot read is skipped and named in the receipt, and does not block the others', async () => {
  const { table, replay, outcomes } = await givenReplay(numbered(3));
  const { item, revision } = table.items.get('archive/event-1')!;
  table.items.set('archive/event-1', { item: { ...(item as object), v: 2 }, revision });
  const because = 'unreadable: a newer version';
  const counts = { matched: 3, succeeded: 2, skipped: 1, failed: 0, skippedBecause: { [because]: 1 } };
  expect(await replay({ from: 'archive', all: true, dryRun: true })).toMatchObject(counts);
  const answer = await replay({ from: 'archive', all: true, reason: 'x' });
  expect(answer).toMatchObject(counts);
  expect(outcomes(answer.run)).toContainEqual({ id: 'archive/event-1', outcome: 'skipped', because });
});
