import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';

const TableName = 'markers';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const soon = { client: aws.dynamoDb, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 10 };
  await waitUntilTableExists(soon, { TableName });
});
afterAll(() => aws.close());

function putOnce(id: string) {
  const condition = { ConditionExpression: 'attribute_not_exists(id)' };
  return aws.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id } }, ...condition }));
}

test('a table answers on the same port as the other services', async () => {
  await putOnce('first');
  const { Item } = await aws.dynamoDb.send(new GetItemCommand({ TableName, Key: { id: { S: 'first' } } }));
  expect(Item).toEqual({ id: { S: 'first' } });
});

test('of twenty conditional puts exactly one wins', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => putOnce('race')));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(putOnce('race'))).name).toBe('ConditionalCheckFailedException');
});

test('a time to live is accepted, and nothing expires', async () => {
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  const updated = await aws.dynamoDb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  expect(updated.TimeToLiveSpecification).toEqual(TimeToLiveSpecification);
  const { TimeToLiveDescription } = await aws.dynamoDb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
});

test.each(['{', 'null', ''])('a time to live whose body is %j is refused in DynamoDB terms', async (body) => {
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.UpdateTimeToLive',
    'content-type': 'application/x-amz-json-1.0',
  };
  const response = await fetch(aws.emulators.url, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('SerializationException');
});

test('a request that breaks off harms nobody else', async () => {
  const breakOff = new AbortController();
  const broken = fetch(aws.emulators.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' },
    body: new ReadableStream({
      start(body) {
        body.enqueue(Buffer.from('{"TableName":'));
      },
    }),
    duplex: 'half',
    signal: breakOff.signal,
  });
  await putOnce('while another request is open');
  breakOff.abort();
  await expect(broken).rejects.toThrow(/abort/i);
  await putOnce('after it broke off');
});
