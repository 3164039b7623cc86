// The port that dead letters and markers are kept through: over the real SDK against the emulator, and in memory.
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createTable } from '#shared/aws/table.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Table } from '#shared/ports.ts';
import { startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';
import { memoryTable } from '../../support/ports.ts';

const TableName = 'things';
const INDEX = 'by-colour';

let aws: EmulatorClients;
let tables: Readonly<Record<'emulator' | 'memory', Table>>;

beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'colour', 'at'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: INDEX,
          KeySchema: [
            { AttributeName: 'colour', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client: aws.dynamoDb, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 10 }, { TableName });
  tables = {
    emulator: tableAt(aws.emulators.url),
    memory: memoryTable({ [INDEX]: { partition: 'colour', sort: 'at' } }),
  };
});
afterAll(() => aws.close());

function tableAt(endpoint: string): Table {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { ...behindAQueue, endpoint, region: 'us-east-1', credentials };
  return createTable(TableName, { ids: systemIds, indexes: { [INDEX]: 'colour' }, settings });
}

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

describe.each(['emulator', 'memory'] as const)('the table in the %s', (kind) => {
  test('gives back what was put, and nothing of what is not there', async () => {
    const table = tables[kind];
    const item = { id: newId(), expiresAt: 1_800_000_000, deep: { list: [1, 'two', null, true, ''] }, empty: '' };
    const revision = await table.put(item, 'absent');
    expect(await table.get(item.id)).toEqual({ item, revision });
    expect(await table.get(newId())).toBeUndefined();
  });

  test('leaves out what is undefined', async () => {
    const table = tables[kind];
    const id = newId();
    await table.put({ id, expiresAt: undefined }, 'absent');
    expect((await table.get(id))?.item).toEqual({ id });
  });

  test('writes only over the state that the caller has seen', async () => {
    const table = tables[kind];
    const id = newId();
    const first = await table.put({ id }, 'absent');
    expect(await table.put({ id }, 'absent')).toBe('conflict');
    const second = await table.put(thing(id, { turn: 2 }), first);
    expect(await table.put(thing(id, { turn: 3 }), first)).toBe('conflict');
    expect(await table.put({ id: newId() }, first)).toBe('conflict');
    expect(await table.get(id)).toEqual({ item: { id, turn: 2 }, revision: second });
  });

  test('lets one of many writers win, whatever they have seen', async () => {
    const table = tables[kind];
    const id = newId();
    const created = await won(Array.from({ length: 10 }, () => table.put({ id }, 'absent')));
    expect(created).toHaveLength(1);
    expect(await won(Array.from({ length: 10 }, () => table.put({ id }, created[0]!)))).toHaveLength(1);
  });

  test('removes only the state that the caller has seen, and what is gone stays gone', async () => {
    const table = tables[kind];
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
    const table = tables[kind];
    const items = Array.from({ length: 230 }, () => ({ id: newId() }));
    await putAll(table, items);
    const ids = idsOf(items);
    const found = await table.getMany([...ids, newId(), ...ids.slice(0, 5)]);
    expect(new Set(found.keys())).toEqual(new Set(ids));
    expect(found.get(ids[7]!)).toEqual(await table.get(ids[7]!));
    expect(await table.getMany([])).toEqual(new Map());
  });

  test('finds more than 16 MB at once', async () => {
    const table = tables[kind];
    const items = Array.from({ length: 50 }, () => ({ id: newId(), body: 'x'.repeat(380 * 1024) }));
    await putAll(table, items);
    const found = await table.getMany(idsOf(items));
    expect(new Set(found.keys())).toEqual(new Set(idsOf(items)));
  }, 30_000);

  test('takes ids of any characters', async () => {
    const table = tables[kind];
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
    const table = tables[kind];
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
    const table = tables[kind];
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
    const table = tables[kind];
    const colour = newColour();
    await putAll(table, [...givenThings(colour, 2), { id: newId() }]);
    expect(await table.count({ index: INDEX, partition: colour })).toBe(2);
    expect(await table.count({ index: INDEX, partition: newColour() })).toBe(0);
  });

  test('refuses an index that it does not have', async () => {
    await expect(tables[kind].query({ index: 'by-nothing', partition: 'x' })).rejects.toThrow(/no index by-nothing/);
    await expect(tables[kind].count({ index: 'by-nothing', partition: 'x' })).rejects.toThrow(/no index by-nothing/);
  });
});

test('an item of nearly 400 KB is kept and a larger one refused by its size', async () => {
  const item = { id: newId(), body: 'x'.repeat(400 * 1024 - 200) };
  expect(await tables.emulator.put(item, 'absent')).not.toBe('conflict');
  expect((await tables.emulator.get(item.id))?.item).toEqual(item);
  const larger = { id: newId(), body: 'x'.repeat(400 * 1024) };
  await expect(tables.emulator.put(larger, 'absent')).rejects.toThrow(/size has exceeded/);
});

test('a page holds of each item what its index holds, and not the body', async () => {
  const [one] = givenThings(newColour(), 1);
  await putAll(tables.emulator, [one!]);
  const { items } = await tables.emulator.query({ index: INDEX, partition: one!.colour });
  const { body: _, ...indexed } = one!;
  expect(items).toEqual([indexed]);
});

test('a count goes over every page of the index', async () => {
  const colour = newColour();
  // One page of a query reads 1 MB at most.
  const things = givenThings(colour, 40).map((one) => ({ ...one, note: 'x'.repeat(50 * 1024) }));
  await putAll(tables.emulator, things);
  expect((await tables.emulator.query({ index: INDEX, partition: colour })).next).toBeDefined();
  expect(await tables.emulator.count({ index: INDEX, partition: colour })).toBe(40);
}, 20_000);

/** In front of the emulator, and loses the first answer to that operation after the emulator has given it. */
async function losingTheFirstAnswer(operation: string, use: (table: Table) => Promise<void>): Promise<void> {
  let lost = 0;
  const proxy: Server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = request(aws.emulators.url, { method, headers }, (answer: IncomingMessage) => {
      const isLost = lost === 0 && String(headers['x-amz-target']).endsWith(`.${operation}`);
      if (isLost) lost += 1;
      answer.on('end', () => isLost && outgoing.destroy());
      if (isLost) answer.resume();
      else answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    await use(tableAt(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`));
    expect(lost).toBe(1);
  } finally {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
}

test.each(['absent', 'present'] as const)(
  'a write over what is %s, whose answer was lost and that is repeated, is no conflict',
  async (before) => {
    const id = newId();
    const expected = before === 'absent' ? before : await tables.emulator.put({ id }, 'absent');
    await losingTheFirstAnswer('PutItem', async (table) => {
      const revision = await table.put(thing(id, { turn: 2 }), expected);
      expect(await tables.emulator.get(id)).toEqual({ item: { id, turn: 2 }, revision });
    });
  },
);

test('a removal whose answer was lost and that is repeated is no conflict', async () => {
  const id = newId();
  const revision = await tables.emulator.put({ id }, 'absent');
  await losingTheFirstAnswer('DeleteItem', async (table) => {
    expect(await table.remove(id, revision)).toBe('removed');
  });
});
