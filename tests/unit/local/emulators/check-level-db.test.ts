import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { StartRefused } from '../../../../local/start-refused.ts';
import { startEmulatorClients } from '../../../support/emulator-clients.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'level-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function createTable(): Promise<void> {
  const aws = await startEmulatorClients({ directory });
  await aws.dynamoDb.send(
    new CreateTableCommand({
      TableName: 'markers',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await aws.close();
}

test('tables that cannot be read are refused in one sentence with the way out', async () => {
  await createTable();
  writeFileSync(join(directory, 'dynamodb', 'CURRENT'), 'garbage');
  const refusal: unknown = await startEmulatorClients({ directory }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartRefused);
  expect(String(refusal)).toContain(`The state in ${directory} is damaged (dynamodb: Corruption: `);
  expect(String(refusal)).toContain('`npm start -- --fresh` forgets it');
});

test('tables that can be read are there after a restart', async () => {
  await createTable();
  const aws = await startEmulatorClients({ directory });
  expect((await aws.dynamoDb.send(new ListTablesCommand({}))).TableNames).toEqual(['markers']);
  await aws.close();
});
