import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { levelDbAt, startingWith } from '../../../../local/emulators/dynamodb/level-db.ts';
import { startEmulatorClients, type EmulatorClients } from '../../../support/emulator-clients.ts';

const TableName = 'letters';
const IndexName = 'by-state';
const ITEMS = 1200;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'level-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = ({ dynamoDb }: EmulatorClients, id: string, state: string) =>
  dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, state: { S: state }, size: { N: '7' } } }));

async function idsIn({ dynamoDb }: EmulatorClients, state: string): Promise<readonly string[]> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: '#state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': { S: state } },
    }),
  );
  return Items.map(({ id }) => id?.S ?? '').toSorted();
}

async function givenLetters(ids: readonly string[]): Promise<void> {
  const aws = await startEmulatorClients({ directory });
  await aws.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'state'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName,
          KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await Promise.all(ids.map((id) => put(aws, id, 'open')));
  await aws.close();
}

/** What a kill -9 between an item and its index entries leaves behind. */
async function killBetween(): Promise<void> {
  const location = join(directory, 'dynamodb');
  rmSync(`${location}-closed`);
  const level = levelDbAt(location);
  await level.open();
  const entries: { key: string; value: unknown }[] = [];
  const index = startingWith(`index-global~${TableName}~${IndexName}~`);
  for await (const [key, value] of level.iterator(index)) entries.push({ key, value });
  expect(entries).toHaveLength(ITEMS);
  await level.clear(index);
  const stale = { key: `${entries[0]?.key}-stale`, value: { id: { S: 'gone' }, state: { S: 'open' } } };
  await level.batch([{ type: 'put', ...stale }]);
  await level.close();
}

test('after a kill -9 every item is found by its index again, and nothing that is not there', async () => {
  const ids = Array.from({ length: ITEMS }, (_, index) => `letter-${index}`).toSorted();
  await givenLetters(ids);
  await killBetween();
  const aws = await startEmulatorClients({ directory });
  expect(await idsIn(aws, 'open')).toEqual(ids);
  await put(aws, 'letter-7', 'done');
  expect(await idsIn(aws, 'done')).toEqual(['letter-7']);
  expect(await idsIn(aws, 'open')).toEqual(ids.filter((id) => id !== 'letter-7'));
  await aws.close();
}, 90_000);
