import { DEAD_LETTER_INDEXES, createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createMarkDone } from '#shared/dead-letters/mark-done.ts';
import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { fixedClock, memoryTable } from '../../../support/ports.ts';

const eventId = 'e'.repeat(32);
const id = `archive/${eventId}`;

function given() {
  const table = memoryTable();
  const markDone = createMarkDone({ table, clock: fixedClock('2026-01-02T04:00:00.000Z') });
  return { table, store: createDeadLetterStore(table), markDone };
}

test('an event that was never replayed and has no dead letter is marked with one write', async () => {
  const { table, markDone } = given();
  await markDone({ worker: 'archive', eventId, count: 0 });
  expect(table.calls).toEqual([`put ${id}`]);
  expect(table.items.get(id)?.item).toMatchObject({ state: 'done', replays: 0 });
});

test('a stub is in no index', async () => {
  const { table, markDone } = given();
  await markDone({ worker: 'archive', eventId, count: 0 });
  const keys = Object.values(DEAD_LETTER_INDEXES).flatMap((index): string[] => Object.values(index));
  expect(Object.keys(table.items.get(id)?.item as object).filter((key) => keys.includes(key))).toEqual([]);
});

test('the dead letter of a replayed event is closed and keeps its message', async () => {
  const { store, markDone } = given();
  await store.put(givenDeadLetter({ state: 'replayed', replays: 1 }), 'absent');
  await markDone({ worker: 'archive', eventId, count: 1 });
  expect((await store.get(id))?.record).toEqual(
    givenDeadLetter({ state: 'done', replays: 1, closedAt: '2026-01-02T04:00:00.000Z' }),
  );
});

test('what somebody writes in between is seen before anything is written over it', async () => {
  const { table, store } = given();
  const first = await store.put(givenDeadLetter(), 'absent');
  let disturbances = 3;
  const disturbed = {
    ...table,
    async get(key: string) {
      const stored = await table.get(key);
      disturbances -= 1;
      if (disturbances >= 0) await table.put({ ...givenDeadLetter({ arrivals: 10 - disturbances }) }, stored!.revision);
      return stored;
    },
  };
  const markDone = createMarkDone({ table: disturbed, clock: fixedClock(0) });
  await markDone({ worker: 'archive', eventId, count: 1 });
  expect(first).not.toBe('conflict');
  expect((await store.get(id))?.record).toMatchObject({ state: 'done', arrivals: 10 });
});

test('a mark that loses every race fails instead of overwriting', async () => {
  const { table, store } = given();
  await store.put(givenDeadLetter(), 'absent');
  const markDone = createMarkDone({
    table: { ...table, put: async () => 'conflict' },
    clock: fixedClock(0),
  });
  await expect(markDone({ worker: 'archive', eventId, count: 0 })).rejects.toThrow(/written by others/);
  expect((await store.get(id))?.record.state).toBe('open');
});
