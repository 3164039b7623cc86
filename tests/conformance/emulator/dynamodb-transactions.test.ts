import { TransactGetItemsCommand, TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { createTable, get, item, put } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
let TableName: string;
let now = Date.parse('2026-01-02T03:04:05.000Z');
beforeAll(async () => {
  aws = await startEmulatorClients({ now: () => now });
});
beforeEach(async () => {
  TableName = await createTable(aws.dynamoDb);
});
afterAll(() => aws.close());

const write = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  aws.dynamoDb.send(
    new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }),
  );

const puts = (plain: Record<string, unknown>): TransactWriteItem => ({ Put: { TableName, Item: item(plain) } });
const turns = (id: string, turn: number, more: object = {}): TransactWriteItem => ({
  Update: {
    TableName,
    Key: item({ id }),
    UpdateExpression: 'SET turn = :turn',
    ExpressionAttributeValues: item({ ':turn': turn }),
    ...more,
  },
});

test('all writes of a transaction are made', async () => {
  await put(aws.dynamoDb, TableName, { id: 'gone' });
  await put(aws.dynamoDb, TableName, { id: 'there' });
  await write([
    puts({ id: 'a', turn: 1 }),
    turns('b', 2),
    { Delete: { TableName, Key: item({ id: 'gone' }) } },
    { ConditionCheck: { TableName, Key: item({ id: 'there' }), ConditionExpression: 'attribute_exists(id)' } },
  ]);
  const Gets = ['a', 'b', 'gone', 'there'].map((id) => ({ Get: { TableName, Key: item({ id }) } }));
  const { Responses } = await aws.dynamoDb.send(new TransactGetItemsCommand({ TransactItems: Gets }));
  expect(Responses).toEqual([
    { Item: item({ id: 'a', turn: 1 }) },
    { Item: item({ id: 'b', turn: 2 }) },
    {},
    { Item: item({ id: 'there' }) },
  ]);
});

test('where one write is refused none is made, and each has its reason', async () => {
  await put(aws.dynamoDb, TableName, { id: 'a', turn: 1, note: 'text' });
  await put(aws.dynamoDb, TableName, { id: 'b', turn: 1 });
  const condition = { ConditionExpression: 'turn = :turn', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  const call = write([
    puts({ id: 'c' }),
    turns('b', 5, condition),
    turns('a', 1, { UpdateExpression: 'SET note = note + :turn' }),
    turns('nobody', 5, condition),
  ]);
  await expect(call).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
      '[None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: item({ id: 'b', turn: 1 }),
      },
      { Code: 'ValidationError', Message: expect.stringContaining('incorrect data type') as string },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ],
  });
  expect(await get(aws.dynamoDb, TableName, { id: 'c' })).toBeUndefined();
  expect(await get(aws.dynamoDb, TableName, { id: 'b' })).toEqual({ id: 'b', turn: 1 });
});

test('the same token means the same call for ten minutes', async () => {
  const condition = { ConditionExpression: 'attribute_not_exists(id)' };
  const once = [turns('a', 1, condition)];
  await write(once, 'token');
  await write(once, 'token');
  expect((await refusalOf(write(once, 'another'))).name).toBe('TransactionCanceledException');
  expect((await refusalOf(write([turns('b', 2)], 'token'))).name).toBe('IdempotentParameterMismatchException');
  now += 600_000;
  expect((await refusalOf(write(once, 'token'))).name).toBe('TransactionCanceledException');
});

test('a refused transaction can come again under its token', async () => {
  await put(aws.dynamoDb, TableName, { id: 'a', turn: 1 });
  const change = [turns('a', 2, { ConditionExpression: 'attribute_not_exists(turn)' })];
  expect((await refusalOf(write(change, 'again'))).name).toBe('TransactionCanceledException');
  await put(aws.dynamoDb, TableName, { id: 'a' });
  await write(change, 'again');
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toEqual({ id: 'a', turn: 2 });
});

test.each<[string, () => TransactWriteItem[], RegExp]>([
  ['no write', () => [], /at least 1|greater than or equal to 1/],
  ['101 writes', () => Array.from({ length: 101 }, (_, id) => turns(`id ${id}`, 1)), /less than or equal to 100/],
  ['two writes of one item', () => [turns('a', 1), puts({ id: 'a' })], /multiple operations on one item/],
  ['two writes in one', () => [{ ...turns('a', 1), ...puts({ id: 'b' }) }], /only contain one of/],
  ['an item without its key', () => [puts({ note: 'x' }), turns('a', 1)], /Missing the key id/],
  [
    'more than 4 MB',
    () => Array.from({ length: 12 }, (_, id) => puts({ id: `id ${id}`, body: 'x'.repeat(390 * 1024) })),
    /exceeds? 4 MB/,
  ],
])('%s is refused, and nothing is written', async (_, given, message) => {
  const refusal = await refusalOf(write(given()));
  expect(refusal.name).toBe('ValidationException');
  expect(refusal.message).toMatch(message);
  for (const id of ['a', 'b', 'id 0']) expect(await get(aws.dynamoDb, TableName, { id })).toBeUndefined();
});
