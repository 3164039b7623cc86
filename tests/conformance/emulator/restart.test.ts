import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateTableCommand, GetItemCommand, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';

import { startEmulators } from '../../../local/emulators/start-emulators.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { createClients, startEmulatorClients } from '../../support/emulator-clients.ts';
import {
  counts,
  createQueue,
  createQueueWithDeadLetters,
  receive,
  receiveOne,
  send,
} from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue, text } from '../../support/emulator-topics.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'emulators-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Starts the emulators in another process, gives their clients to the writer, and kills that process with -9. */
async function writeAndKill<Result>(
  write: (aws: ReturnType<typeof createClients>) => Promise<Result>,
): Promise<Result> {
  const program = join(import.meta.dirname, '../../support/emulator-process.ts');
  const child: ChildProcess = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = await once(child.stdout!, 'data');
    const clients = createClients(String(url).trim());
    const result = await write(clients);
    for (const client of Object.values(clients)) client.destroy();
    return result;
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

async function reopen<Result>(read: (aws: EmulatorClients) => Promise<Result>, speed = 1): Promise<Result> {
  const aws = await startEmulatorClients({ directory, speed });
  try {
    return await read(aws);
  } finally {
    await aws.close();
  }
}

test('after kill -9 every acknowledged message, delete, object, item and subscription is as it was', async () => {
  const table = { TableName: 'markers', Key: { id: { S: 'x' } } };
  const { queue, topicArn } = await writeAndKill(async (aws) => {
    const queue = await createQueue(aws.sqs, { VisibilityTimeout: '43200' });
    const topicArn = await createTopic(aws.sns);
    await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{"type":["wanted"]}' });
    await send(aws.sqs, queue, 'deleted');
    const { ReceiptHandle } = await receiveOne(aws.sqs, queue);
    await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
    await send(aws.sqs, queue, 'in flight');
    await receiveOne(aws.sqs, queue);
    await Promise.all(Array.from({ length: 50 }, (_, index) => send(aws.sqs, queue, `sent ${index}`)));
    await aws.s3.send(new CreateBucketCommand({ Bucket: 'results' }));
    await aws.s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'x', Body: 'stored' }));
    await aws.dynamoDb.send(
      new CreateTableCommand({
        TableName: table.TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    // A table is not there yet when its creation is answered, as on AWS.
    const soon = { client: aws.dynamoDb, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 10 };
    await waitUntilTableExists(soon, { TableName: table.TableName });
    await aws.dynamoDb.send(new PutItemCommand({ TableName: table.TableName, Item: table.Key }));
    await publish(aws.sns, topicArn, 'published', { type: text('wanted') });
    return { queue, topicArn };
  });
  await reopen(async (aws) => {
    expect(await counts(aws.sqs, queue)).toBe('52/0/0');
    const messages = await aws.emulators.queues.receive(queue.name, { max: 100, waitMs: 0 });
    const counted = Object.fromEntries(
      messages.map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]),
    );
    // Its consumer died with the process, so it is visible again, and the receive that was cut short does not count.
    expect(counted).toMatchObject({ 'in flight': '1', 'sent 0': '1', 'sent 49': '1', published: '1' });
    expect(counted).not.toHaveProperty('deleted');
    await publish(aws.sns, topicArn, 'still filtered', { type: text('unwanted') });
    await publish(aws.sns, topicArn, 'still delivered', { type: text('wanted') });
    expect((await receive(aws.sqs, queue)).map(({ Body }) => Body)).toEqual(['still delivered']);
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: 'results', Key: 'x' }));
    expect(await Body!.transformToString()).toBe('stored');
    expect((await aws.dynamoDb.send(new GetItemCommand(table))).Item).toEqual(table.Key);
  });
});

test('a dead letter still knows the queue it came from after a restart', async () => {
  const queues = await reopen(async (aws) => {
    const created = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
    await send(aws.sqs, created.queue, 'poison');
    await receive(aws.sqs, created.queue);
    await receive(aws.sqs, created.queue);
    return created;
  });
  await reopen(async (aws) => {
    const { Attributes } = await receiveOne(aws.sqs, queues.deadLetters);
    expect(Attributes).toMatchObject({ DeadLetterQueueSourceArn: queues.queue.arn });
  });
});

test('a message move task goes on where it was', async () => {
  const queues = await reopen(async (aws) => {
    const created = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
    for (const body of ['a', 'b', 'c']) await send(aws.sqs, created.queue, body);
    await receive(aws.sqs, created.queue);
    await receive(aws.sqs, created.queue);
    const task = { SourceArn: created.deadLetters.arn, MaxNumberOfMessagesPerSecond: 1 };
    await aws.sqs.send(new StartMessageMoveTaskCommand(task));
    return created;
  });
  await reopen(async (aws) => {
    const bodies: (string | undefined)[] = [];
    while (bodies.length < 3) {
      const messages = await receive(aws.sqs, queues.queue, { waitSeconds: 20, visibilitySeconds: 43_200 });
      bodies.push(...messages.map(({ Body }) => Body));
    }
    expect(new Set(bodies)).toEqual(new Set(['a', 'b', 'c']));
    expect(await counts(aws.sqs, queues.deadLetters)).toBe('0/0/0');
  }, 50);
});

test('a directory that another start holds is refused with the reason', async () => {
  await reopen(async () => {
    await expect(startEmulators({ directory, port: 0 })).rejects.toThrow('in use by another running pipeline');
  });
});
