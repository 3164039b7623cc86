import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListDeadLetterSourceQueuesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';

import type { AwsError, EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import {
  arnOf,
  counts,
  createQueue,
  createQueueWithDeadLetters,
  receive,
  receiveOne,
} from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

test.each([2, '2'])('after maxReceiveCount %p receives the next receive moves the message', async (maxReceiveCount) => {
  const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, maxReceiveCount, { VisibilityTimeout: '0' });
  await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: 'poison',
      MessageGroupId: 'tenant-1',
      MessageAttributes: { source: { DataType: 'String', StringValue: 'github' } },
    }),
  );
  await receiveOne(aws.sqs, queue);
  const last = await receiveOne(aws.sqs, queue);
  expect(last.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
  // The failed last attempt alone does not move it: somebody has to poll again.
  expect(await counts(aws.sqs, deadLetters)).toBe('0/0/0');
  expect(await receive(aws.sqs, queue)).toEqual([]);
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  const dead = await receiveOne(aws.sqs, deadLetters);
  expect(dead).toMatchObject({
    MessageId: last.MessageId,
    Body: 'poison',
    MessageAttributes: last.MessageAttributes,
    Attributes: {
      SentTimestamp: last.Attributes!.SentTimestamp,
      MessageGroupId: 'tenant-1',
      DeadLetterQueueSourceArn: queue.arn,
      ApproximateReceiveCount: '3',
    },
  });
});

test('a poisoned message does not keep the receive from the good one behind it', async () => {
  const { queue } = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
  const sendBody = (body: string) => aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  await sendBody('poison');
  await receiveOne(aws.sqs, queue);
  await sendBody('good');
  expect((await receive(aws.sqs, queue, { max: 1 })).map(({ Body }) => Body)).toEqual(['good']);
});

test('a consumer that waits on the dead-letter queue wakes when a message is moved there', async () => {
  const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'poison' }));
  await receiveOne(aws.sqs, queue);
  const waiting = receiveOne(aws.sqs, deadLetters, { waitSeconds: 20 });
  await receive(aws.sqs, queue);
  expect((await waiting).Body).toBe('poison');
});

test('a message stays where it is when its dead-letter queue was deleted', async () => {
  const { queue, deadLetters } = await createQueueWithDeadLetters(aws.sqs, 1, { VisibilityTimeout: '0' });
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'x' }));
  await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: deadLetters.url }));
  await receiveOne(aws.sqs, queue);
  expect((await receiveOne(aws.sqs, queue)).Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
});

async function refusalOfPolicy(policy: object): Promise<AwsError> {
  const queue = await createQueue(aws.sqs);
  const Attributes = { RedrivePolicy: JSON.stringify(policy) };
  return refusalOf(aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes })));
}

describe('a redrive policy is refused', () => {
  test('when its target does not exist', async () => {
    const refusal = await refusalOfPolicy({ deadLetterTargetArn: arnOf('nowhere'), maxReceiveCount: 3 });
    expect(refusal).toMatchObject({ code: 'InvalidParameterValue' });
    expect(refusal.message).toContain('Dead letter target does not exist');
  });

  test.each([0, 1001, 'many', undefined])('when its maxReceiveCount is %p', async (maxReceiveCount) => {
    const { arn } = await createQueue(aws.sqs);
    const refusal = await refusalOfPolicy({ deadLetterTargetArn: arn, maxReceiveCount });
    expect(refusal.code).toBe('InvalidParameterValue');
  });

  test('when it names the queue itself', async () => {
    const queue = await createQueue(aws.sqs);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queue.arn, maxReceiveCount: 3 });
    const command = new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { RedrivePolicy } });
    expect((await refusalOf(aws.sqs.send(command))).code).toBe('InvalidParameterValue');
  });

  test('when the dead-letter queue allows no source, or others', async () => {
    const others = { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('another')] };
    for (const policy of [{ redrivePermission: 'denyAll' }, others]) {
      const { arn } = await createQueue(aws.sqs, { RedriveAllowPolicy: JSON.stringify(policy) });
      const refusal = await refusalOfPolicy({ deadLetterTargetArn: arn, maxReceiveCount: 3 });
      expect(refusal.message).toContain('RedriveAllowPolicy');
    }
  });
});

test('byQueue may name a source that is created later, and then lets it in', async () => {
  const sourceArn = arnOf('created-later');
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [sourceArn] });
  const deadLetters = await createQueue(aws.sqs, { RedriveAllowPolicy });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 });
  await aws.sqs.send(new CreateQueueCommand({ QueueName: 'created-later', Attributes: { RedrivePolicy } }));
  const { queueUrls } = await aws.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters.url }));
  expect(queueUrls).toEqual([`${aws.emulators.url}/000000000000/created-later`]);
});

test('byQueue names at most ten sources', async () => {
  const sourceQueueArns = Array.from({ length: 11 }, (_, index) => arnOf(`source-${index}`));
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns });
  expect((await refusalOf(createQueue(aws.sqs, { RedriveAllowPolicy }))).code).toBe('InvalidParameterValue');
});
