import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { givenReplay, NOW, numbered, RUN } from './given-replay.ts';

const discard = { from: 'archive', all: true, reason: 'These were test events' } as const;

test('what is discarded keeps its record, which says by which run, and is neither sent nor replayed', async () => {
  const { ask, replay, store, queue, outcomes } = await givenReplay(numbered(3));
  expect(await ask({ discard })).toMatchObject({ run: RUN, state: 'finished', matched: 3, succeeded: 3 });
  const record = (await store.get('archive/event-1'))?.record;
  expect(record).toMatchObject({ state: 'discarded', run: RUN, closedAt: NOW, body: '{"v":1}' });
  expect(outcomes()[0]).toEqual({ id: 'archive/event-0', outcome: 'discarded' });
  expect(await replay({ from: 'archive', ids: ['event-1'], reason: 'x' })).toMatchObject({
    succeeded: 0,
    skippedBecause: { discarded: 1 },
  });
  expect(queue.sent).toEqual([]);
});

test('what was replayed too often is discarded as well, and what is done or held is not', async () => {
  const claimedUntil = '2026-01-03T00:10:00.000Z';
  const { ask, state } = await givenReplay([
    givenDeadLetter({ eventId: 'quarantined', state: 'quarantined' }),
    givenDeadLetter({ eventId: 'done', state: 'done' }),
    givenDeadLetter({ eventId: 'held', state: 'replaying', run: 'run-0', claimedUntil }),
  ]);
  expect(await ask({ discard: { ...discard, all: undefined, ids: ['quarantined', 'done', 'held'] } })).toMatchObject({
    succeeded: 1,
    skippedBecause: { done: 1, 'held by another run': 1 },
  });
  expect([await state('quarantined'), await state('done'), await state('held')]).toEqual([
    'discarded',
    'done',
    'replaying',
  ]);
});

test('a dry run of it tells the same and closes nothing', async () => {
  const { ask, state, results } = await givenReplay(numbered(3));
  expect(await ask({ discard: { from: 'archive', all: true, dryRun: true } })).toMatchObject({
    dryRun: true,
    succeeded: 3,
    sample: [{ id: 'archive/event-0' }, { id: 'archive/event-1' }, { id: 'archive/event-2' }],
  });
  expect([await state('event-0'), results.calls]).toEqual(['open', []]);
});

test('it needs a reason', async () => {
  const { ask } = await givenReplay(numbered(1));
  await expect(ask({ discard: { from: 'archive', all: true } })).rejects.toThrow('needs a reason');
});

test.each([
  ['quarantined', { succeeded: 1 }],
  ['done', { succeeded: 0, skippedBecause: { done: 1 } }],
] as const)('one that was %s when a forced run claimed it and died counts as that', async (state, counts) => {
  const { ask } = await givenReplay([
    givenDeadLetter({
      eventId: 'left-behind',
      state: 'replaying',
      run: 'run-0',
      claimedUntil: '2026-01-02T23:59:00.000Z',
      claimedFrom: { state },
    }),
  ]);
  expect(await ask({ discard })).toMatchObject(counts);
});
