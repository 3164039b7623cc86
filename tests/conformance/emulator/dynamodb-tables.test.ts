import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { BY_COLOUR, createTable, get, item, put, text } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

test('a table is described as it was created, with what it holds', async () => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  await put(aws.dynamoDb, TableName, { id: 'a', colour: 'red', at: 1 });
  await put(aws.dynamoDb, TableName, { id: 'b' });
  const { Table } = await aws.dynamoDb.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableName,
    TableStatus: 'ACTIVE',
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ItemCount: 2,
    GlobalSecondaryIndexes: [{ ...BY_COLOUR.GlobalSecondaryIndexes[0], IndexStatus: 'ACTIVE', ItemCount: 1 }],
  });
  expect(Table?.AttributeDefinitions).toEqual(BY_COLOUR.AttributeDefinitions);
});

test('a deleted table is gone with its items, and its name is free', async () => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  await put(aws.dynamoDb, TableName, { id: 'a', colour: 'red', at: 1 });
  await aws.dynamoDb.send(new DeleteTableCommand({ TableName }));
  expect((await refusalOf(get(aws.dynamoDb, TableName, { id: 'a' }))).name).toBe('ResourceNotFoundException');
  await createTable(aws.dynamoDb, { ...BY_COLOUR, TableName });
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toBeUndefined();
  expect((await refusalOf(createTable(aws.dynamoDb, { TableName }))).name).toBe('ResourceInUseException');
});

test('tables are listed page by page in the order of their names', async () => {
  const other = await startEmulatorClients();
  const created = [];
  for (let count = 0; count < 5; count += 1) created.push(await createTable(other.dynamoDb));
  const first = await other.dynamoDb.send(new ListTablesCommand({ Limit: 3 }));
  const page = { Limit: 3, ExclusiveStartTableName: first.LastEvaluatedTableName };
  const last = await other.dynamoDb.send(new ListTablesCommand(page));
  expect([...first.TableNames!, ...last.TableNames!]).toEqual(created.toSorted());
  expect(last.LastEvaluatedTableName).toBeUndefined();
  await other.close();
});

const ID = { AttributeName: 'id', KeyType: 'HASH' } as const;

test.each([
  ['a name with a space', { TableName: 'my table' }, /regular expression/],
  ['a key that is not defined', { KeySchema: [{ ...ID, AttributeName: 'other' }] }, /not defined/],
  ['a definition that no key uses', { AttributeDefinitions: [text('id'), text('note')] }, /not used/],
  ['no partition key', { KeySchema: [{ ...ID, KeyType: 'RANGE' as const }] }, /KeySchema/],
  ['an unknown type of key', { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'X' as 'S' }] }, /enum/],
  ['a stream, which local mode does not have', { StreamSpecification: { StreamEnabled: true } }, /does not have/],
])('a table with %s is refused', async (_, changes, message) => {
  const refusal = await refusalOf(createTable(aws.dynamoDb, changes));
  expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 });
  expect(refusal.message).toMatch(message);
});

test.each([
  ['without its key', { note: 'x' }, /Missing the key id/],
  ['whose key is a number', { id: 1 }, /Type mismatch for key id expected: S actual: N/],
  ['whose key is empty', { id: '' }, /empty string value. Key: id/],
  ['whose key is too long', { id: 'x'.repeat(2049) }, /maximum size limit/],
  ['whose index key is of another type', { id: 'a', colour: 1 }, /Type mismatch for Index Key colour/],
  ['whose index key is empty', { id: 'a', colour: '' }, /empty string value. IndexName: by-colour/],
  ['of more than 400 KB', { id: 'a', note: 'x'.repeat(400 * 1024) }, /Item size has exceeded/],
  ['that nests too deep', { id: 'a', deep: nested(40) }, /Nesting Levels/],
])('an item %s is refused, and nothing is stored', async (_, plain, message) => {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  const refusal = await refusalOf(put(aws.dynamoDb, TableName, plain));
  expect(refusal.name).toBe('ValidationException');
  expect(refusal.message).toMatch(message);
  expect(await get(aws.dynamoDb, TableName, { id: 'a' })).toBeUndefined();
});

function nested(depth: number): unknown {
  return depth === 0 ? 'x' : { in: nested(depth - 1) };
}

test.each([
  [{ N: '1.50' }, { N: '1.5' }],
  [{ N: '-0' }, { N: '0' }],
  [{ N: '1e3' }, { N: '1000' }],
  [{ N: '00012' }, { N: '12' }],
  [{ N: '1E-5' }, { N: '0.00001' }],
  [{ N: '12345678901234567890123456789012345678' }, { N: '12345678901234567890123456789012345678' }],
  [{ B: new Uint8Array([0, 255, 7]) }, { B: new Uint8Array([0, 255, 7]) }],
  [{ NS: ['1', '2.0'] }, { NS: ['1', '2'] }],
  [{ L: [{ NULL: true }, { BOOL: false }, { M: { constructor: { S: 'x' } } }] }, undefined],
] as const)('the value %j is kept', async (value, kept) => {
  const TableName = await createTable(aws.dynamoDb);
  const Item = { id: { S: 'a' }, value } as never;
  await aws.dynamoDb.send(new PutItemCommand({ TableName, Item }));
  const found = await aws.dynamoDb.send(new GetItemCommand({ TableName, Key: item({ id: 'a' }) }));
  expect(found.Item?.['value']).toEqual(kept ?? value);
});

test.each([
  [{ N: 'one' }, /cannot be converted to a numeric value/],
  [{ N: '1'.repeat(39) }, /38 significant digits/],
  [{ N: '1e126' }, /Number overflow/],
  [{ N: '1e-131' }, /Number underflow/],
  [{ SS: [] }, /may not be empty/],
  [{ NS: ['1', '1.0'] }, /duplicates/],
] as const)('the value %j is refused', async (value, message) => {
  const TableName = await createTable(aws.dynamoDb);
  const Item = { id: { S: 'a' }, value } as never;
  const refusal = await refusalOf(aws.dynamoDb.send(new PutItemCommand({ TableName, Item })));
  expect(refusal.message).toMatch(message);
});

test('an operation that local mode lacks is refused by name', async () => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.ExecuteStatement' };
  const response = await fetch(aws.emulators.url, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('ExecuteStatement');
});

test('a parameter that local mode lacks is refused by name', async () => {
  const TableName = await createTable(aws.dynamoDb);
  const Expected = { id: { Exists: false } };
  const refusal = await refusalOf(
    aws.dynamoDb.send(new PutItemCommand({ TableName, Item: item({ id: 'a' }), Expected })),
  );
  expect(refusal).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Expected') as string,
  });
  const tags = new CreateTableCommand({
    TableName: 'tagged',
    AttributeDefinitions: [text('id')],
    KeySchema: [ID],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  expect((await refusalOf(aws.dynamoDb.send(tags))).message).toContain('Tags');
});
