// What the table promises to whoever keeps dead letters and markers there.
import type { IncomingMessage } from 'node:http';
import * as fc from 'fast-check';
import type { Table, TableQuery } from '#shared/ports.ts';
import { emulatedWorld } from './worlds/emulated.ts';
import { inEachWorld, withOpen } from './worlds/in-each-world.ts';
import { inMemoryWorld } from './worlds/in-memory.ts';
import { simulatedWorld } from './worlds/simulated.ts';
import { withProxyInFront } from './worlds/proxy-in-front.ts';
import { INDEX } from './worlds/services.ts';

const emulated = emulatedWorld();
const worlds = { emulated, 'in-memory': inMemoryWorld(), simulated: simulatedWorld() };
withOpen(worlds);

const won = async (writers: readonly Promise<string>[]) =>
  (await Promise.all(writers)).filter((outcome) => outcome !== 'conflict');

let numbers = 0;
const newId = () => `thing-${(numbers += 1)}`;
const thing = (id: string, fields: object) => ({ id, ...fields });
const newColour = () => `colour-${(numbers += 1)}`;

async function putAll(table: Table, items: readonly { readonly id: string }[]): Promise<void> {
  for (const item of items) expect(await table.put(item, 'absent')).not.toBe('conflict');
}

const idsOf = (items: readonly unknown[]) => items.map((item) => (item as { id: string }).id);

/** A thing of that colour for each minute. */
const givenThings = (colour: string, count: number) =>
  Array.from({ length: count }, (_, minute) => ({
    id: newId(),
    colour,
    at: `2026-01-02T03:${String(minute).padStart(2, '0')}:00.000Z`,
    note: `note ${minute}`,
    body: 'only in the thing itself',
  }));

inEachWorld(worlds, (given) => {
  test('gives back what was put, and nothing of what is not there', async () => {
    const { table } = await given();
    const item = { id: newId(), expiresAt: 1_800_000_000, deep: { list: [1, 'two', null, true, ''] }, empty: '' };
    const revision = await table.put(item, 'absent');
    expect(await table.get(item.id)).toEqual({ item, revision });
    expect(await table.get(newId())).toBeUndefined();
  });

  test('leaves out what is undefined', async () => {
    const { table } = await given();
    const id = newId();
    await table.put({ id, expiresAt: undefined }, 'absent');
    expect((await table.get(id))?.item).toEqual({ id });
  });

  test('writes only over the state that the caller has seen', async () => {
    const { table } = await given();
    const id = newId();
    const first = await table.put({ id }, 'absent');
    expect(await table.put({ id }, 'absent')).toBe('conflict');
    const second = await table.put(thing(id, { turn: 2 }), first);
    expect(await table.put(thing(id, { turn: 3 }), first)).toBe('conflict');
    expect(await table.put({ id: newId() }, first)).toBe('conflict');
    expect(await table.get(id)).toEqual({ item: { id, turn: 2 }, revision: second });
  });

  test('lets one of many writers win, whatever they have seen', async () => {
    const { table } = await given();
    const id = newId();
    const created = await won(Array.from({ length: 10 }, () => table.put({ id }, 'absent')));
    expect(created).toHaveLength(1);
    expect(await won(Array.from({ length: 10 }, () => table.put({ id }, created[0]!)))).toHaveLength(1);
  });

  test('removes only the state that the caller has seen, and what is gone stays gone', async () => {
    const { table } = await given();
    const id = newId();
    const first = await table.put({ id }, 'absent');
    const second = await table.put({ id }, first);
    expect(await table.remove(id, first)).toBe('conflict');
    expect(await table.get(id)).toBeDefined();
    expect(await table.remove(id, second)).toBe('removed');
    expect(await table.remove(id, second)).toBe('removed');
    expect(await table.get(id)).toBeUndefined();
    expect(await table.put({ id }, second)).toBe('conflict');
    expect(await table.put({ id }, 'absent')).not.toBe('conflict');
  });

  test('finds more than a hundred at once, each once, and leaves out the others', async () => {
    const { table } = await given();
    const items = Array.from({ length: 230 }, () => ({ id: newId() }));
    await putAll(table, items);
    const ids = idsOf(items);
    const found = await table.getMany([...ids, newId(), ...ids.slice(0, 5)]);
    expect(new Set(found.keys())).toEqual(new Set(ids));
    expect(found.get(ids[7]!)).toEqual(await table.get(ids[7]!));
    expect(await table.getMany([])).toEqual(new Map());
  });

  test('finds more than 16 MB at once', async () => {
    const { table } = await given();
    const items = Array.from({ length: 50 }, () => ({ id: newId(), body: 'x'.repeat(380 * 1024) }));
    await putAll(table, items);
    const found = await table.getMany(idsOf(items));
    expect(new Set(found.keys())).toEqual(new Set(idsOf(items)));
  }, 30_000);

  test('takes ids of any characters', async () => {
    const { table } = await given();
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, async (odd) => {
        const id = `${newId()}/${odd}`;
        const revision = await table.put(thing(id, { odd }), 'absent');
        expect(await table.get(id)).toEqual({ item: { id, odd }, revision });
        expect([...(await table.getMany([id])).keys()]).toEqual([id]);
      }),
      { numRuns: 30 },
    );
  });

  test('pages through one partition of an index, in order and in reverse', async () => {
    const { table } = await given();
    const colour = newColour();
    const things = givenThings(colour, 7);
    await putAll(table, things.toReversed());
    await putAll(table, givenThings(newColour(), 2));
    const pageThrough = async (newestFirst: boolean) => {
      const pages: unknown[][] = [];
      let after: string | undefined;
      do {
        const query = { index: INDEX, partition: colour, newestFirst, limit: 3, ...(after !== undefined && { after }) };
        const page = await table.query(query);
        pages.push([...page.items]);
        after = page.next;
      } while (after !== undefined);
      expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(3);
      return pages.flat();
    };
    const { id, colour: _, at, note } = things[0]!;
    expect((await pageThrough(false))[0]).toMatchObject({ id, colour, at, note });
    expect(idsOf(await pageThrough(false))).toEqual(idsOf(things));
    expect(idsOf(await pageThrough(true))).toEqual(idsOf(things.toReversed()));
    expect(idsOf((await table.query({ index: INDEX, partition: colour })).items)).toEqual(idsOf(things));
  });

  test('goes on where it was when what it has shown leaves the index', async () => {
    const { table } = await given();
    const colour = newColour();
    const things = givenThings(colour, 9);
    await putAll(table, things);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        index: INDEX,
        partition: colour,
        limit: 2,
        ...(after !== undefined && { after }),
      });
      for (const id of idsOf(page.items)) {
        seen.push(id);
        const stored = await table.get(id);
        await table.put(thing(id, { ...(stored!.item as object), colour: `${colour} done` }), stored!.revision);
      }
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(idsOf(things));
    expect(await table.count({ index: INDEX, partition: colour })).toBe(0);
    expect(await table.count({ index: INDEX, partition: `${colour} done` })).toBe(9);
  });

  test('keeps what lacks the index’s keys out of the index', async () => {
    const { table } = await given();
    const colour = newColour();
    await putAll(table, [...givenThings(colour, 2), { id: newId() }, thing(newId(), { colour })]);
    expect(await table.count({ index: INDEX, partition: colour })).toBe(2);
    expect((await table.query({ index: INDEX, partition: colour })).items).toHaveLength(2);
    expect(await table.count({ index: INDEX, partition: newColour() })).toBe(0);
  });

  test('keeps an item of nearly 400 KB and refuses a larger one by its size', async () => {
    const { table } = await given();
    const item = { id: newId(), body: 'x'.repeat(400 * 1024 - 200) };
    expect(await table.put(item, 'absent')).not.toBe('conflict');
    expect((await table.get(item.id))?.item).toEqual(item);
    const larger = { id: newId(), body: 'x'.repeat(400 * 1024) };
    await expect(table.put(larger, 'absent')).rejects.toThrow(/size has exceeded/);
    expect(await table.get(larger.id)).toBeUndefined();
  });

  test('a page holds of each item what its index holds, and not the body', async () => {
    const { table } = await given();
    const [one] = givenThings(newColour(), 1);
    await putAll(table, [one!]);
    const { items } = await table.query({ index: INDEX, partition: one!.colour });
    const { body: _, ...indexed } = one!;
    expect(items).toEqual([indexed]);
  });

  test('finds what begins with a prefix, and what lies in a range that includes its beginning alone', async () => {
    const { table } = await given();
    const partition = newColour();
    const things = givenThings(partition, 12);
    await putAll(table, things);
    const notesOf = async (range: Omit<TableQuery, 'index' | 'partition'>) => {
      const { items } = await table.query({ index: INDEX, partition, ...range });
      expect(await table.count({ index: INDEX, partition, ...range })).toBe(items.length);
      return items.map((item) => Number((item as { note: string }).note.slice(5)));
    };
    const [at3, at5] = [things[3]!.at, things[5]!.at];
    expect(await notesOf({ prefix: '2026-01-02T03:1' })).toEqual([10, 11]);
    expect(await notesOf({ prefix: '2026-01-02T03:0', newestFirst: true })).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(await notesOf({ prefix: '2027' })).toEqual([]);
    expect(await notesOf({ since: at3, until: at5 })).toEqual([3, 4]);
    expect(await notesOf({ since: at3, until: `${at5}0` })).toEqual([3, 4, 5]);
    expect(await notesOf({ since: at5 })).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(await notesOf({ until: at3, newestFirst: true })).toEqual([2, 1, 0]);
    for (const until of [at5, at3, '', '2020']) expect(await notesOf({ since: at5, until })).toEqual([]);
    for (const all of [{ prefix: '' }, { since: '' }, { since: '', until: '9' }]) {
      expect(await notesOf(all)).toHaveLength(12);
    }
  });

  test('pages through a range', async () => {
    const { table } = await given();
    const partition = newColour();
    const things = givenThings(partition, 9);
    await putAll(table, things);
    const range = { index: INDEX, partition, since: things[2]!.at, until: things[7]!.at, limit: 2 };
    const first = await table.query(range);
    const second = await table.query({ ...range, after: first.next! });
    expect(idsOf([...first.items, ...second.items])).toEqual(idsOf(things.slice(2, 6)));
  });

  test('changes many at once, each only over the state that the caller has seen', async () => {
    const { table } = await given();
    const items = Array.from({ length: 230 }, (_, turn) => ({
      id: newId(),
      turn,
      note: 'old',
      body: { kept: [turn] },
    }));
    await putAll(table, items);
    const stored = await table.getMany(idsOf(items));
    const changes = items.map((before) => {
      const { note: _, ...rest } = before;
      return { before, after: { ...rest, turn: -1, added: ['new'] }, expected: stored.get(before.id)!.revision };
    });
    const taken = changes[120]!;
    const theirs = await table.put({ id: taken.after.id }, taken.expected);
    const gone = changes[7]!;
    await table.remove(gone.after.id, gone.expected);
    const outcomes = await table.changeAll(changes);
    expect(outcomes.flatMap((outcome, index) => (outcome === 'conflict' ? [index] : []))).toEqual([7, 120]);
    const found = await table.getMany(idsOf(items));
    expect(found.size).toBe(229);
    for (const [index, { after }] of changes.entries()) {
      if (index === 7 || index === 120) continue;
      expect(found.get(after.id)).toEqual({ item: after, revision: outcomes[index] });
    }
    expect(found.get(taken.after.id)).toEqual({ item: { id: taken.after.id }, revision: theirs });
  }, 30_000);

  test('of a changed item sends only what differs, and what the caller has not read stays', async () => {
    const { table } = await given();
    const id = newId();
    const expected = await table.put(thing(id, { turn: 1, unread: 'kept', note: 'x' }), 'absent');
    const [revision] = await table.changeAll([
      { before: thing(id, { turn: 1, note: 'x' }), after: thing(id, { turn: 2 }), expected },
    ]);
    expect(await table.get(id)).toEqual({ item: { id, turn: 2, unread: 'kept' }, revision });
  });

  test('one change that cannot be written leaves the others alone', async () => {
    const { table } = await given();
    const [before, large, none] = [{ id: newId() }, { id: newId() }, { id: newId() }];
    const expected = await table.put(before, 'absent');
    const seen = await table.put(large, 'absent');
    const after = thing(large.id, { body: 'x'.repeat(400 * 1024) });
    const outcomes = await table.changeAll([
      { before: large, after, expected: seen },
      { before, after: thing(before.id, { turn: 2 }), expected },
      { before: none, after: thing(none.id, { turn: 2 }), expected },
    ]);
    expect(outcomes).toEqual([expect.any(Error), expect.any(String), 'conflict']);
    expect(String(outcomes[0])).toMatch(/size (?:to update )?has exceeded/);
    expect(await table.get(before.id)).toEqual({ item: thing(before.id, { turn: 2 }), revision: outcomes[1] });
    expect(await table.get(large.id)).toEqual({ item: large, revision: seen });
    expect(await table.changeAll([])).toEqual([]);
  });

  test('of two changes of the same state the first alone is written', async () => {
    const { table } = await given();
    const before = { id: newId() };
    const expected = await table.put(before, 'absent');
    const changeTo = (turn: number) => ({ before, after: thing(before.id, { turn }), expected });
    const outcomes = await table.changeAll([changeTo(1), changeTo(2)]);
    expect(outcomes).toEqual([expect.any(String), 'conflict']);
    expect((await table.get(before.id))?.item).toEqual(thing(before.id, { turn: 1 }));
  });

  test('refuses an index that it does not have', async () => {
    const { table } = await given();
    await expect(table.query({ index: 'by-nothing', partition: 'x' })).rejects.toThrow(/no index by-nothing/);
    await expect(table.count({ index: 'by-nothing', partition: 'x' })).rejects.toThrow(/no index by-nothing/);
  });
});

test('a count goes over every page of the index', async () => {
  const { table } = await emulated.given();
  const colour = newColour();
  // One page of a query reads 1 MB at most.
  const things = givenThings(colour, 40).map((one) => ({ ...one, note: 'x'.repeat(50 * 1024) }));
  await putAll(table, things);
  expect((await table.query({ index: INDEX, partition: colour })).next).toBeDefined();
  expect(await table.count({ index: INDEX, partition: colour })).toBe(40);
}, 90_000);

/** The first answer to that operation is lost after the emulator has given it. */
async function losingTheFirstAnswer(operation: string, use: (table: Table) => Promise<void>): Promise<void> {
  let lost = 0;
  const isAnswerLost = ({ headers }: IncomingMessage) =>
    lost === 0 && String(headers['x-amz-target']).endsWith(`.${operation}`) && (lost += 1) === 1;
  await withProxyInFront(emulated.aws().emulators.url, { isAnswerLost }, (url) => use(emulated.tableAt(url)));
  expect(lost).toBe(1);
}

test.each(['absent', 'present'] as const)(
  'a write over what is %s, whose answer was lost and that is repeated, is no conflict',
  async (before) => {
    const { table: direct } = await emulated.given();
    const id = newId();
    const expected = before === 'absent' ? before : await direct.put({ id }, 'absent');
    await losingTheFirstAnswer('PutItem', async (table) => {
      const revision = await table.put(thing(id, { turn: 2 }), expected);
      expect(await direct.get(id)).toEqual({ item: { id, turn: 2 }, revision });
    });
  },
);

test('a removal whose answer was lost and that is repeated is no conflict', async () => {
  const { table: direct } = await emulated.given();
  const id = newId();
  const revision = await direct.put({ id }, 'absent');
  await losingTheFirstAnswer('DeleteItem', async (table) => {
    expect(await table.remove(id, revision)).toBe('removed');
  });
});

test('many changes whose answer was lost and that are repeated are no conflict', async () => {
  const { table: direct } = await emulated.given();
  const before = { id: newId() };
  const expected = await direct.put(before, 'absent');
  await losingTheFirstAnswer('TransactWriteItems', async (table) => {
    const [revision] = await table.changeAll([{ before, after: thing(before.id, { turn: 2 }), expected }]);
    expect(await direct.get(before.id)).toEqual({ item: thing(before.id, { turn: 2 }), revision });
  });
});
