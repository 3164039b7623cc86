// Fair queues as documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
import { PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import type { Message } from '@aws-sdk/client-sqs';
import { DeleteMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

import { createContext } from '../../../local/emulators/create-context.ts';
import { createQueuePort } from '../../../local/emulators/queue-port.ts';
import { createQueue as createEmulatorQueue } from '../../../local/emulators/sqs/actions/create-queue.ts';
import { sendMessage } from '../../../local/emulators/sqs/actions/send-message.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import type { TestQueue } from '../../support/emulator-queues.ts';
import { createQueue, createQueueWithDeadLetters, receive, receiveOne } from '../../support/emulator-queues.ts';
import { createTopic, subscribeQueue } from '../../support/emulator-topics.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

/** So many messages of one tenant; without a group where it is undefined. */
async function send(queue: TestQueue, group: string | undefined, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 10) {
    const Entries = Array.from({ length: Math.min(10, count - sent) }, (_, index) => ({
      Id: String(index),
      MessageBody: group ?? 'nobody',
      MessageGroupId: group,
    }));
    await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ Body }) => Body);
const groupsOf = (messages: readonly Message[]) => messages.map(({ Attributes }) => Attributes?.MessageGroupId);

/** The first of a tenant's messages are held by consumers, and so many more wait. */
async function givenBacklog(group: string, { held, waiting }: { held: number; waiting: number }, queue?: TestQueue) {
  const backlogged = queue ?? (await createQueue(aws.sqs));
  await send(backlogged, group, held + waiting);
  for (let taken = 0; taken < held; taken += 10)
    await receive(aws.sqs, backlogged, { max: Math.min(10, held - taken) });
  return backlogged;
}

/** A consumer that holds 40 messages at a time: the order in which it is done with them. */
async function consumeSlowly(queue: TestQueue): Promise<readonly (string | undefined)[]> {
  const held: Message[] = [];
  const finished: (string | undefined)[] = [];
  for (;;) {
    const received = await receive(aws.sqs, queue);
    held.push(...received);
    if (held.length === 0) return finished;
    for (const { Body, ReceiptHandle } of held.splice(0, received.length > 0 ? held.length - 30 : 10)) {
      finished.push(Body);
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
    }
  }
}

/** How many messages a slow consumer is done with before the one that came last. */
async function placeBehindBacklog(group: (name: string) => string) {
  const queue = await createQueue(aws.sqs);
  await send(queue, group('loud'), 500);
  const last = { QueueUrl: queue.url, MessageBody: 'quiet', MessageGroupId: group('quiet') };
  await aws.sqs.send(new SendMessageCommand(last));
  const finished = await consumeSlowly(queue);
  expect(finished).toHaveLength(501);
  return finished.indexOf('quiet');
}

describe('one message behind the backlog of 500 of another source', () => {
  test('is served before the backlog is a tenth done, by a slow consumer', async () => {
    expect(await placeBehindBacklog((name) => name)).toBeLessThan(50);
  });

  test('waits for the whole backlog where both are one tenant', async () => {
    expect(await placeBehindBacklog(() => 'all')).toBe(500);
  });
});

test('messages without a group come in their order: each is a tenant of its own, and none is noisy', async () => {
  const queue = await createQueue(aws.sqs);
  await send(queue, undefined, 60);
  for (let taken = 0; taken < 50; taken += 10) await receive(aws.sqs, queue);
  await send(queue, 'quiet', 1);
  expect(bodiesOf(await receive(aws.sqs, queue))).toEqual(Array.from({ length: 10 }, () => 'nobody'));
});

test('a message without a group comes before those of a noisy tenant', async () => {
  const queue = await givenBacklog('loud', { held: 30, waiting: 20 });
  await send(queue, undefined, 1);
  expect(bodiesOf(await receive(aws.sqs, queue, { max: 2 }))).toEqual(['nobody', 'loud']);
});

test('29 messages in flight make nobody noisy, 30 do', async () => {
  for (const [held, first] of [
    [29, 'loud'],
    [30, 'quiet'],
  ] as const) {
    const queue = await givenBacklog('loud', { held, waiting: 20 });
    await send(queue, 'quiet', 1);
    expect(bodiesOf(await receive(aws.sqs, queue, { max: 1 }))).toEqual([first]);
  }
});

test('a tenth of all messages in flight makes nobody noisy, more does', async () => {
  for (const [others, first] of [
    [270, 'loud'],
    [269, 'quiet'],
  ] as const) {
    const queue = await createQueue(aws.sqs);
    await send(queue, undefined, others);
    for (let taken = 0; taken < others; taken += 10) await receive(aws.sqs, queue);
    await givenBacklog('loud', { held: 30, waiting: 20 }, queue);
    await send(queue, 'quiet', 1);
    expect(bodiesOf(await receive(aws.sqs, queue, { max: 1 }))).toEqual([first]);
  }
});

test('nobody is throttled: a noisy tenant is served where no other waits', async () => {
  const queue = await givenBacklog('loud', { held: 30, waiting: 20 });
  expect(await receive(aws.sqs, queue)).toHaveLength(10);
  await send(queue, 'quiet', 1);
  expect(bodiesOf(await receive(aws.sqs, queue))).toEqual(['quiet', ...Array.from({ length: 9 }, () => 'loud')]);
});

test('of two noisy tenants the one with fewer messages in flight comes first', async () => {
  const queue = await givenBacklog('louder', { held: 41, waiting: 20 });
  await givenBacklog('loud', { held: 30, waiting: 30 }, queue);
  const tens = Array.from({ length: 10 }, () => 'loud');
  expect(bodiesOf(await receive(aws.sqs, queue))).toEqual(tens);
  expect(bodiesOf(await receive(aws.sqs, queue))).toEqual(tens);
  // Now there are 50 of it.
  expect(bodiesOf(await receive(aws.sqs, queue, { max: 1 }))).toEqual(['louder']);
});

describe('a noisy tenant is one like the others', () => {
  test('once nothing of it waits any more', async () => {
    const queue = await givenBacklog('loud', { held: 30, waiting: 0 });
    expect(await receive(aws.sqs, queue)).toEqual([]);
    await send(queue, 'loud', 1);
    await send(queue, 'quiet', 1);
    expect(bodiesOf(await receive(aws.sqs, queue, { max: 1 }))).toEqual(['loud']);
  });

  test.each([
    [299, 0, 'quiet'],
    [300, 0, 'loud'],
    [300, 1, 'quiet'],
  ])(
    'once it has sent nothing for five minutes: after %i s and %i more messages of it, the first to be served is the %s one',
    async (passed, more, first) => {
      const settings = { url: 'http://127.0.0.1', speed: 1, region: 'us-east-1', accountId: '000000000000' };
      let now = Date.now();
      const context = { ...createContext({ directory: ':memory:', ...settings }), now: () => now };
      createEmulatorQueue(context, { QueueName: 'fair', Attributes: { VisibilityTimeout: '43200' } });
      const put = (group: string) =>
        sendMessage(context, { QueueUrl: 'fair', MessageBody: group, MessageGroupId: group });
      const queues = createQueuePort(context);
      for (let sent = 0; sent < 40; sent += 1) put('loud');
      await queues.receive('fair', { max: 30, waitMs: 0 });
      now += (passed - 1) * 1000;
      for (let sent = 0; sent < more; sent += 1) put('loud');
      now += 1000;
      put('quiet');
      expect(await queues.receive('fair', { max: 1, waitMs: 0 })).toMatchObject([{ body: first }]);
      context.close();
    },
  );
});

describe('a MessageGroupId', () => {
  test('comes back as a system attribute, and neither as an attribute nor in the digests', async () => {
    const queue = await createQueue(aws.sqs);
    const sent = await aws.sqs.send(
      new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'x', MessageGroupId: 'stripe-eu' }),
    );
    expect(sent.MD5OfMessageAttributes).toBeUndefined();
    const message = await receiveOne(aws.sqs, queue);
    expect(message.Attributes).toMatchObject({ MessageGroupId: 'stripe-eu' });
    expect(message.MessageAttributes).toBeUndefined();
  });

  test('goes with a message that SQS moves to the dead letters', async () => {
    const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, 1);
    await send(queue, 'stripe-eu', 1);
    await receive(aws.sqs, queue, { visibilitySeconds: 0 });
    expect(await receive(aws.sqs, queue)).toEqual([]);
    expect(groupsOf(await receive(aws.sqs, deadLetters))).toEqual(['stripe-eu']);
  });

  test('is handed on by a topic, entry by entry', async () => {
    const [topicArn, queue] = [await createTopic(aws.sns), await createQueue(aws.sqs)];
    await subscribeQueue(aws.sns, topicArn, queue);
    const PublishBatchRequestEntries = [
      { Id: 'a', Message: 'a', MessageGroupId: 'stripe-eu' },
      { Id: 'b', Message: 'b', MessageGroupId: 'github' },
      { Id: 'c', Message: 'c' },
    ];
    await aws.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));
    expect(groupsOf(await receive(aws.sqs, queue))).toEqual(['stripe-eu', 'github', undefined]);
  });

  test('may be 128 characters of letters, digits and punctuation', async () => {
    const queue = await createQueue(aws.sqs);
    const all = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ09'.padEnd(128, 'x');
    await send(queue, all, 1);
    expect(groupsOf(await receive(aws.sqs, queue))).toEqual([all]);
  });

  test.each([
    ['empty', ''],
    ['of 129 characters', 'x'.repeat(129)],
    ['with a space', 'stripe eu'],
    ['with a letter outside of ASCII', 'größe'],
  ])('that is %s is refused, by queues and by topics', async (_what, MessageGroupId) => {
    const queue = await createQueue(aws.sqs);
    const toQueue = new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'x', MessageGroupId });
    expect(await refusalOf(aws.sqs.send(toQueue))).toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining('MessageGroupId'),
    });
    const toTopic = new PublishCommand({ TopicArn: await createTopic(aws.sns), Message: 'x', MessageGroupId });
    expect(await refusalOf(aws.sns.send(toTopic))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  test('that is refused does not hurt the other entries of its batch', async () => {
    const queue = await createQueue(aws.sqs);
    const Entries = ['good', 'not good'].map((group, index) => ({
      Id: String(index),
      MessageBody: group,
      MessageGroupId: group,
    }));
    const { Successful, Failed } = await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    expect(Successful).toMatchObject([{ Id: '0' }]);
    expect(Failed).toMatchObject([{ Id: '1', Code: 'InvalidParameterValue', SenderFault: true }]);
  });
});
