import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import type { TestQueue } from '../../support/emulator-queues.ts';
import {
  arnOf,
  counts,
  createQueue,
  createQueueWithDeadLetters,
  receive,
  receiveOne,
  send,
} from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

function startTask(source: TestQueue, options: { destination?: TestQueue; ratePerSecond?: number } = {}) {
  return aws.sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: source.arn,
      DestinationArn: options.destination?.arn,
      MaxNumberOfMessagesPerSecond: options.ratePerSecond,
    }),
  );
}

async function latestTask(source: TestQueue): Promise<ListMessageMoveTasksResultEntry> {
  const { Results } = await aws.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: source.arn }));
  return Results![0]!;
}

/** Each poll is a round trip, so this waits for the task and not for a time. */
async function finishedTask(source: TestQueue): Promise<ListMessageMoveTasksResultEntry> {
  for (;;) {
    const task = await latestTask(source);
    if (task.Status !== 'RUNNING') return task;
  }
}

/** A queue whose consumer failed on a message of each of these bodies. */
async function queueWithDeadLetters(...bodies: string[]) {
  const queues = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
  for (const body of bodies) await send(aws.sqs, queues.queue, body);
  // The first receive is the one allowed, the second moves them.
  await receive(aws.sqs, queues.queue);
  await receive(aws.sqs, queues.queue);
  expect(await counts(aws.sqs, queues.deadLetters)).toBe(`${bodies.length}/0/0`);
  return queues;
}

test('without a destination every message goes back to its own source, as a new message', async () => {
  const { queue, deadLetters } = await queueWithDeadLetters('a', 'b');
  const dead = await receiveOne(aws.sqs, deadLetters, { max: 1, visibilitySeconds: 0 });
  await startTask(deadLetters);
  const task = await finishedTask(deadLetters);
  expect(task).toMatchObject({
    Status: 'COMPLETED',
    SourceArn: deadLetters.arn,
    ApproximateNumberOfMessagesMoved: 2,
    ApproximateNumberOfMessagesToMove: 2,
  });
  expect(task.TaskHandle).toBeUndefined();
  expect(await counts(aws.sqs, deadLetters)).toBe('0/0/0');
  const messages = await receive(aws.sqs, queue);
  expect(new Set(messages.map(({ Body }) => Body))).toEqual(new Set(['a', 'b']));
  for (const { MessageId, Attributes } of messages) {
    expect(MessageId).not.toBe(dead.MessageId);
    expect(Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    expect(Number(Attributes!.SentTimestamp)).toBeGreaterThan(Number(dead.Attributes!.SentTimestamp));
    expect(Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  }
});

test('with a destination they all go there', async () => {
  const { deadLetters } = await queueWithDeadLetters('a');
  const destination = await createQueue(aws.sqs);
  await send(aws.sqs, deadLetters, 'put there by hand');
  await startTask(deadLetters, { destination });
  expect((await finishedTask(deadLetters)).DestinationArn).toBe(destination.arn);
  expect(await counts(aws.sqs, destination)).toBe('2/0/0');
});

test('without a destination a message that redrive did not bring fails the task and stays', async () => {
  const { deadLetters } = await queueWithDeadLetters();
  await send(aws.sqs, deadLetters, 'put there by hand');
  await startTask(deadLetters);
  expect(await finishedTask(deadLetters)).toMatchObject({
    Status: 'FAILED',
    FailureReason: 'CouldNotDetermineMessageSource',
    ApproximateNumberOfMessagesMoved: 0,
  });
  expect(await counts(aws.sqs, deadLetters)).toBe('1/0/0');
});

test('a message in flight is left alone', async () => {
  const { deadLetters } = await queueWithDeadLetters('held', 'free');
  await receiveOne(aws.sqs, deadLetters, { max: 1, visibilitySeconds: 600 });
  await startTask(deadLetters);
  expect((await finishedTask(deadLetters)).ApproximateNumberOfMessagesMoved).toBe(1);
  expect(await counts(aws.sqs, deadLetters)).toBe('0/1/0');
});

test('one task runs at a time, and can be cancelled', async () => {
  const { deadLetters } = await queueWithDeadLetters('a', 'b', 'c', 'd', 'e');
  const { TaskHandle } = await startTask(deadLetters, { ratePerSecond: 1 });
  const second = await refusalOf(startTask(deadLetters));
  expect(second.message).toContain('already a task running');
  expect(await latestTask(deadLetters)).toMatchObject({ TaskHandle, MaxNumberOfMessagesPerSecond: 1 });
  const cancel = new CancelMessageMoveTaskCommand({ TaskHandle });
  const { ApproximateNumberOfMessagesMoved: moved } = await aws.sqs.send(cancel);
  expect(moved).toBeLessThan(5);
  expect((await latestTask(deadLetters)).Status).toBe('CANCELLED');
  expect(await counts(aws.sqs, deadLetters)).toBe(`${5 - moved!}/0/0`);
  expect((await refusalOf(aws.sqs.send(cancel))).code).toBe('ResourceNotFoundException');
});

test('the source must be the dead-letter queue of some queue, and exist', async () => {
  const ordinary = await createQueue(aws.sqs);
  expect((await refusalOf(startTask(ordinary))).message).toContain('must be configured as a Dead Letter Queue');
  const missing = { ...ordinary, arn: arnOf('missing') };
  expect((await refusalOf(startTask(missing))).code).toBe('ResourceNotFoundException');
});
