// Long texts are stored apart from their item, and items that were read lately are kept; neither may show.
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { BY_COLOUR, createTable, item } from '../../support/emulator-tables.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

const FIRST = `"é😀\0${'a'.repeat(600)}`;
const SECOND = 'b'.repeat(5000);
const STORED = { id: 'x', colour: 'red', at: 1, first: FIRST, second: SECOND };
const Key = item({ id: 'x' });

async function givenStored() {
  const TableName = await createTable(aws.dynamoDb, BY_COLOUR);
  await aws.dynamoDb.send(new PutItemCommand({ TableName, Item: item(STORED) }));
  const get = async () => {
    const { Item } = await aws.dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item && unmarshall(Item);
  };
  const scan = async () => {
    const { Items = [] } = await aws.dynamoDb.send(new ScanCommand({ TableName }));
    return Items.map((one) => unmarshall(one));
  };
  return { TableName, get, scan };
}

test('long texts are read as they were written, replaced and removed', async () => {
  const { TableName, get, scan } = await givenStored();
  expect(await get()).toEqual(STORED);
  const change = {
    UpdateExpression: 'SET #f = :f REMOVE #s',
    ExpressionAttributeNames: { '#f': 'first', '#s': 'second' },
  };
  const values = { ExpressionAttributeValues: item({ ':f': SECOND }) };
  const { Attributes } = await aws.dynamoDb.send(
    new UpdateItemCommand({ TableName, Key, ...change, ...values, ReturnValues: 'ALL_OLD' }),
  );
  expect(unmarshall(Attributes!)).toEqual(STORED);
  const changed = { id: 'x', colour: 'red', at: 1, first: SECOND };
  expect(await get()).toEqual(changed);
  expect(await scan()).toEqual([changed]);
  await aws.dynamoDb.send(new DeleteItemCommand({ TableName, Key }));
  expect(await get()).toBeUndefined();
});

test('a transaction that fails leaves an item that was read before as it was', async () => {
  const { TableName, get } = await givenStored();
  expect(await get()).toEqual(STORED);
  const paint = {
    TableName,
    Key,
    UpdateExpression: 'SET colour = :c',
    ExpressionAttributeValues: item({ ':c': 'blue' }),
  };
  const absent = { TableName, Key: item({ id: 'y' }), ConditionExpression: 'attribute_exists(id)' };
  const both = { TransactItems: [{ Update: paint }, { ConditionCheck: absent }] };
  await expect(aws.dynamoDb.send(new TransactWriteItemsCommand(both))).rejects.toThrow('ConditionalCheckFailed');
  expect(await get()).toEqual(STORED);
  await aws.dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: paint }] }));
  expect(await get()).toEqual({ ...STORED, colour: 'blue' });
});
