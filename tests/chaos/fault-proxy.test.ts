// Faults as the SDK's own clients meet them.
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { startEmulators, type Emulators } from '../../local/emulators/start-emulators.ts';
import { createClients, refusalOf } from '../support/emulator-clients.ts';
import { drawFault, FAULT_KINDS, type Fault } from './proxy/draw-fault.ts';
import { startFaultProxy, type Call, type FaultProxy } from './proxy/start-fault-proxy.ts';

let emulators: Emulators;
let proxy: FaultProxy;
let clients: ReturnType<typeof createClients>;
let next: Fault | undefined;
const calls: Call[] = [];

beforeAll(async () => {
  emulators = await startEmulators({ directory: ':memory:', port: 0 });
  proxy = await startFaultProxy({ faultOf: () => next, onCall: (call) => void calls.push(call) });
  proxy.leadTo(emulators.url);
  clients = createClients(proxy.url);
});
beforeEach(() => {
  next = undefined;
  calls.length = 0;
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await proxy.close();
  await emulators.close();
});

const send = {
  SQS: () => clients.sqs.send(new ListQueuesCommand({})),
  SNS: () => clients.sns.send(new CreateTopicCommand({ Name: 'events' })),
  S3: () => clients.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' })),
  DynamoDB: () => clients.dynamoDb.send(new GetItemCommand({ TableName: 'table', Key: { id: { S: '1' } } })),
};

test.each([
  { service: 'SQS', throttled: 'RequestThrottled', unavailable: 503 },
  { service: 'SNS', throttled: 'ThrottledException', unavailable: 500 },
  { service: 'S3', throttled: 'SlowDown', unavailable: 500 },
  { service: 'DynamoDB', throttled: 'ProvisionedThroughputExceededException', unavailable: 500 },
] as const)('$service refuses in its own words, so that its client knows what to make of them', async (expected) => {
  next = { kind: 'throttled' };
  expect(await refusalOf(send[expected.service]())).toMatchObject({ name: expected.throttled });
  next = { kind: 'unavailable' };
  expect(await refusalOf(send[expected.service]())).toMatchObject({ status: expected.unavailable });
  expect(calls.map(({ status }) => status)).toEqual([undefined, undefined]);
});

test('an answer is lost after the effect, a reset comes before it', async () => {
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  const put = (key: string) => clients.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: key, Body: key }));
  next = { kind: 'answer-lost' };
  await expect(put('done')).rejects.toThrow(/ECONNRESET|socket hang up/);
  next = { kind: 'reset' };
  await expect(put('not-done')).rejects.toThrow(/ECONNRESET|socket hang up/);

  next = undefined;
  const done = await clients.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'done' }));
  expect(await done.Body?.transformToString()).toBe('done');
  await expect(clients.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'not-done' }))).rejects.toThrow(
    'does not exist',
  );
  const seen = calls.map(({ operation, fault, status }) => [operation.name, fault, status]);
  expect(seen).toEqual([
    ['S3.PUT', undefined, 200],
    ['S3.PutObject', 'answer-lost', 200],
    ['S3.PutObject', 'reset', undefined],
    ['S3.GetObject', undefined, 200],
    ['S3.GetObject', undefined, 404],
  ]);
});

test('a request that is held up arrives after its sender has given up', async () => {
  next = { kind: 'delayed', ms: 60 };
  const impatience = AbortSignal.timeout(5);
  const created = clients.sqs.send(new CreateQueueCommand({ QueueName: 'late' }), { abortSignal: impatience });
  await expect(created).rejects.toThrow();
  next = undefined;
  while (proxy.heldUp() > 0 || calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const { QueueUrls } = await send.SQS();
  expect(QueueUrls).toEqual([expect.stringContaining('/late')]);
});

const draw = (seed: number) => Array.from({ length: 20_000 }, (_, n) => drawFault(seed, 'SQS.SendMessage', n));

test('the same seed draws the same faults, of every kind and few enough to get on', () => {
  const drawn = draw(1);
  expect(draw(1)).toEqual(drawn);
  expect(draw(2)).not.toEqual(drawn);
  const faults = drawn.filter((fault) => fault !== undefined);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  expect(faults.length / drawn.length).toBeGreaterThan(0.02);
  expect(faults.length / drawn.length).toBeLessThan(0.12);
});
