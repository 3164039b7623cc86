import { inspect } from 'node:util';
import { createDeadLetterStore, DEAD_LETTER_INDEXES, isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../support/given-dead-letters.ts';
import { memoryTable } from '../../../support/ports.ts';

function given() {
  const table = memoryTable(DEAD_LETTER_INDEXES);
  return { table, store: createDeadLetterStore(table) };
}

const failedAt = (minute: number, fingerprint = 'f1') =>
  givenDeadLetter({
    eventId: `e${minute}`,
    failure: givenFailure({ lastAt: `2026-01-02T03:0${minute}:00.000Z`, fingerprint }),
  });

test('a record is read as it was put, under the revision that putting it gave', async () => {
  const { store } = given();
  const deadLetter = givenDeadLetter();
  const revision = await store.put(deadLetter, 'absent');
  expect(await store.get(deadLetter.id)).toEqual({ record: deadLetter, revision });
  expect(await store.getMany([deadLetter.id, 'archive/nobody'])).toEqual(
    new Map([[deadLetter.id, { record: deadLetter, revision }]]),
  );
  expect(await store.get('archive/nobody')).toBeUndefined();
});

test('a stub is told from a dead letter', async () => {
  const { store } = given();
  await store.put(givenStub(), 'absent');
  const stored = await store.get(givenStub().id);
  expect(stored?.record).toEqual(givenStub());
  expect(stored && isDeadLetter(stored.record)).toBe(false);
  expect(isDeadLetter(givenDeadLetter({ state: 'done' }))).toBe(true);
});

test('pages list what is in that state, by the time of the failure, without messages', async () => {
  const { store } = given();
  for (const minute of [2, 1, 3]) await store.put(failedAt(minute), 'absent');
  await store.put({ ...failedAt(4), state: 'replayed' }, 'absent');
  const first = await store.page({ worker: 'archive', state: 'open', newestFirst: true, limit: 2 });
  expect(first.deadLetters.map(({ eventId }) => eventId)).toEqual(['e3', 'e2']);
  expect(first.deadLetters[0]).not.toHaveProperty('body');
  const last = await store.page({ worker: 'archive', state: 'open', newestFirst: true, limit: 2, after: first.next! });
  expect(last.deadLetters.map(({ eventId }) => eventId)).toEqual(['e1']);
  expect(last).not.toHaveProperty('next');
  expect(await store.count({ worker: 'archive', state: 'open' })).toBe(3);
});

test('a record that changes its state changes its place in both indexes', async () => {
  const { store } = given();
  const revision = await store.put(failedAt(1), 'absent');
  await store.put(failedAt(2, 'f2'), 'absent');
  const group = { worker: 'archive', fingerprint: 'f1' } as const;
  expect(await store.countOfGroup({ ...group, state: 'open' })).toBe(1);
  await store.put({ ...failedAt(1), state: 'done' }, revision);
  expect(await store.countOfGroup({ ...group, state: 'open' })).toBe(0);
  expect(await store.pageOfGroup({ ...group, state: 'done' })).toEqual({
    members: [
      {
        id: 'archive/e1',
        fingerprint: 'f1',
        firstAt: '2026-01-02T03:04:06.000Z',
        lastAt: '2026-01-02T03:01:00.000Z',
        source: 'stripe-eu',
        type: 'charge.refunded',
      },
    ],
  });
  expect(await store.count({ worker: 'archive', state: 'open' })).toBe(1);
});

test('a write over a state that the caller has not seen is refused', async () => {
  const { store } = given();
  const seen = await store.put(givenDeadLetter(), 'absent');
  await store.put(givenDeadLetter({ arrivals: 2 }), seen);
  expect(await store.put(givenDeadLetter({ arrivals: 3 }), seen)).toBe('conflict');
  expect(await store.put(givenDeadLetter({ arrivals: 3 }), 'absent')).toBe('conflict');
  expect((await store.get(givenDeadLetter().id))?.record).toMatchObject({ arrivals: 2 });
});

async function givenUnreadable(overrides: object) {
  const { table, store } = given();
  for (const minute of [1, 2, 3]) await store.put(failedAt(minute), 'absent');
  const { item, revision } = table.items.get('archive/e2')!;
  table.items.set('archive/e2', {
    item: { ...(item as object), body: 'nobody-may-read-this', ...overrides },
    revision,
  });
  return store;
}

describe('a record that this code cannot read', () => {
  test.each([
    [{ v: 2 }, true, 'v is not 1'],
    [{ v: 1, replays: 'nobody-may-read-this' }, false, 'replays is not number'],
    [{ failure: { secret: 'nobody-may-read-this' } }, false, 'failure.class is missing'],
  ])('as %j is named by its id and its places, and nothing of it is told', async (overrides, isNewer, place) => {
    const store = await givenUnreadable(overrides);
    const error = await store.get('archive/e2').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('issues');
    expect(String(error)).toContain('archive/e2');
    expect(String(error)).toContain(place);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('nobody-may-read-this');
    const found = await store.getMany(['archive/e1', 'archive/e2']);
    expect(found.get('archive/e1')?.record).toMatchObject({ eventId: 'e1' });
    expect(found.get('archive/e2')?.record).toEqual({
      id: 'archive/e2',
      unreadable: expect.stringContaining(place),
      isNewer,
    });
  });

  test('is left out of pages, which name it', async () => {
    const store = await givenUnreadable({ v: 2 });
    const page = await store.page({ worker: 'archive', state: 'open' });
    expect(page.deadLetters.map(({ eventId }) => eventId)).toEqual(['e1', 'e3']);
    expect(page.unreadable).toEqual(['archive/e2']);
    const ofGroup = await store.pageOfGroup({ worker: 'archive', fingerprint: 'f1', state: 'open' });
    expect(ofGroup.members.map(({ id }) => id)).toContain('archive/e2');
  });
});
