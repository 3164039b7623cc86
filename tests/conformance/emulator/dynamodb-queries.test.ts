import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  QueryCommand,
  ScanCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { BY_COLOUR, createTable, get, item, number, put, text, type Item } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

const COMPOSITE = {
  AttributeDefinitions: [text('place'), number('moment')],
  KeySchema: [
    { AttributeName: 'place', KeyType: 'HASH' as const },
    { AttributeName: 'moment', KeyType: 'RANGE' as const },
  ],
};

const TIMES = [-1000, -20.5, -3, 0, 0.001, 2, 10, 1e15];

async function givenTimes(): Promise<string> {
  const TableName = await createTable(aws.dynamoDb, COMPOSITE);
  for (const at of TIMES.toReversed())
    await put(aws.dynamoDb, TableName, { place: 'here', moment: at, note: `at ${at}` });
  await put(aws.dynamoDb, TableName, { place: 'there', moment: 5 });
  return TableName;
}

async function query(changes: Partial<QueryCommandInput>, values: Record<string, unknown>) {
  const input = { TableName: undefined, ...changes, ExpressionAttributeValues: item(values) };
  const answer = await aws.dynamoDb.send(new QueryCommand(input));
  return { ...answer, found: (answer.Items ?? []).map((one) => unmarshall(one)) };
}

test.each<[string, Record<string, unknown>, readonly number[]]>([
  ['place = :p', {}, TIMES],
  ['place = :p AND moment = :v', { ':v': -3 }, [-3]],
  ['place = :p AND moment < :v', { ':v': 0 }, [-1000, -20.5, -3]],
  ['moment >= :v AND place = :p', { ':v': 2 }, [2, 10, 1e15]],
  ['place = :p AND moment BETWEEN :v AND :w', { ':v': -3, ':w': 2 }, [-3, 0, 0.001, 2]],
])('items of one partition are found in the order of their numbers: %s', async (condition, values, expected) => {
  const TableName = await givenTimes();
  const all = { ':p': 'here', ...values };
  const { found } = await query({ TableName, KeyConditionExpression: condition }, all);
  expect(found.map(({ moment }) => Number(moment))).toEqual(expected);
  const back = await query({ TableName, KeyConditionExpression: condition, ScanIndexForward: false }, all);
  expect(back.found.map(({ moment }) => Number(moment))).toEqual(expected.toReversed());
});

test.each([
  ['moment = :v', /missed key schema element: place/],
  ['place < :p', /not supported/],
  ['place = :p OR moment = :p', /Invalid operator|not supported/],
  ['place = :p AND moment = :p', /does not match schema type/],
  ['place = :p AND note = :p', /missed key schema element|does not match/],
  ['begins_with(moment, :p) AND place = :p', /Invalid operator|does not match/],
])('the key condition %s is refused', async (KeyConditionExpression, message) => {
  const TableName = await givenTimes();
  const refusal = await refusalOf(query({ TableName, KeyConditionExpression }, valuesOf(KeyConditionExpression)));
  expect(refusal.name).toBe('ValidationException');
  expect(refusal.message).toMatch(message);
});

/** Only those that it uses: DynamoDB refuses the others. */
const valuesOf = (expression: string) =>
  Object.fromEntries(Object.entries({ ':p': 'here', ':v': 2 }).filter(([name]) => expression.includes(name)));

test('a limit counts what is looked at and not what is found, and the next page goes on behind it', async () => {
  const TableName = await givenTimes();
  const asked = {
    TableName,
    KeyConditionExpression: 'place = :p',
    FilterExpression: 'contains(note, :dot)',
    Limit: 5,
  };
  const values = { ':p': 'here', ':dot': '.' };
  const first = await query(asked, values);
  expect(first).toMatchObject({ Count: 2, ScannedCount: 5, LastEvaluatedKey: item({ place: 'here', moment: 0.001 }) });
  const rest = await query({ ...asked, ExclusiveStartKey: first.LastEvaluatedKey! }, values);
  expect(rest).toMatchObject({ Count: 0, ScannedCount: 3 });
  expect(rest.LastEvaluatedKey).toBeUndefined();
});

test('an index holds what it projects of the items that have its keys, and follows them', async () => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  await put(aws.dynamoDb, TableName, { id: 'a', colour: 'red', at: 2, note: 'x', body: 'hidden' });
  await put(aws.dynamoDb, TableName, { id: 'b', colour: 'red', at: 1, body: 'hidden' });
  await put(aws.dynamoDb, TableName, { id: 'c', colour: 'red' });
  const red = { TableName, IndexName: 'by-colour', KeyConditionExpression: 'colour = :c' };
  expect((await query(red, { ':c': 'red' })).found).toEqual([
    { id: 'b', colour: 'red', at: 1 },
    { id: 'a', colour: 'red', at: 2, note: 'x' },
  ]);
  await put(aws.dynamoDb, TableName, { id: 'a', colour: 'blue', at: 2 });
  await put(aws.dynamoDb, TableName, { id: 'b', at: 1 });
  expect((await query(red, { ':c': 'red' })).Count).toBe(0);
  expect((await query({ ...red, Select: 'COUNT' }, { ':c': 'blue' })).Count).toBe(1);
});

test.each([
  [{ ProjectionExpression: 'note, body' }, /does not project \[body\]/],
  [{ Select: 'ALL_ATTRIBUTES' as const }, /ALL_ATTRIBUTES is not supported/],
  [{ ConsistentRead: true }, /Consistent reads are not supported/],
  [{ FilterExpression: 'colour = :c' }, /Primary key attribute: colour/],
  [{ IndexName: 'by-nothing' }, /does not have the specified index/],
  [{ ExclusiveStartKey: item({ id: 'a' }) }, /starting key is invalid/],
  [{ Limit: 0 }, /greater than or equal to 1/],
])('a query of an index with %j is refused', async (changes, message) => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  const red = { TableName, IndexName: 'by-colour', KeyConditionExpression: 'colour = :c' };
  expect((await refusalOf(query({ ...red, ...changes }, { ':c': 'red' }))).message).toMatch(message);
});

test('a page takes at most 1 MB, of a count too', async () => {
  const TableName = await createTable(aws.dynamoDb, COMPOSITE);
  for (let moment = 0; moment < 4; moment += 1) {
    await put(aws.dynamoDb, TableName, { place: 'here', moment, body: 'x'.repeat(390 * 1024) });
  }
  for (const changes of [{}, { Select: 'COUNT' as const }]) {
    const asked = { TableName, KeyConditionExpression: 'place = :p', ...changes };
    const first = await query(asked, { ':p': 'here' });
    expect(first).toMatchObject({ Count: 2, LastEvaluatedKey: item({ place: 'here', moment: 1 }) });
    const last = await query({ ...asked, ExclusiveStartKey: first.LastEvaluatedKey! }, { ':p': 'here' });
    expect(last.Count).toBe(2);
    expect(last.LastEvaluatedKey).toBeUndefined();
  }
});

test('a scan finds everything, page by page, of a table and of an index', async () => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  const ids = Array.from({ length: 17 }, (_, index) => `thing ${index}`);
  for (const [at, id] of ids.entries()) await put(aws.dynamoDb, TableName, { id, colour: `c${at % 3}`, at });
  await put(aws.dynamoDb, TableName, { id: 'in no index' });
  const scanAll = async (IndexName?: string) => {
    const found: string[] = [];
    let start: Item | undefined;
    do {
      const page = { TableName, Limit: 5, ...(IndexName && { IndexName }), ExclusiveStartKey: start };
      const { Items, LastEvaluatedKey } = await aws.dynamoDb.send(new ScanCommand(page));
      found.push(...Items!.map((one) => String(unmarshall(one)['id'])));
      start = LastEvaluatedKey;
    } while (start);
    return found.toSorted();
  };
  expect(await scanAll()).toEqual([...ids, 'in no index'].toSorted());
  expect(await scanAll('by-colour')).toEqual(ids.toSorted());
});

test('a batch puts, deletes and gets, and refuses what names an item twice', async () => {
  const TableName = await createTable(aws.dynamoDb);
  await put(aws.dynamoDb, TableName, { id: 'gone' });
  const writes = [
    { PutRequest: { Item: item({ id: 'a', turn: 1 }) } },
    { PutRequest: { Item: item({ id: 'b', turn: 2 }) } },
    { DeleteRequest: { Key: item({ id: 'gone' }) } },
  ];
  const write = (all: typeof writes) =>
    aws.dynamoDb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: all } }));
  expect((await write(writes)).UnprocessedItems).toEqual({});
  expect(await get(aws.dynamoDb, TableName, { id: 'gone' })).toBeUndefined();
  const Keys = ['a', 'b', 'gone'].map((id) => item({ id }));
  const read = (keys: Item[]) =>
    aws.dynamoDb.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys, ProjectionExpression: 'turn' } } }),
    );
  expect((await read(Keys)).Responses?.[TableName]).toEqual([item({ turn: 1 }), item({ turn: 2 })]);
  expect((await refusalOf(read([Keys[0]!, Keys[0]!]))).message).toMatch(/duplicates/);
  expect((await refusalOf(write([writes[0]!, writes[0]!]))).message).toMatch(/duplicates/);
  const many = Array.from({ length: 101 }, (_, id) => item({ id: `id ${id}` }));
  expect((await refusalOf(read(many))).message).toMatch(/Too many items/);
});
