import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, send } from '../../support/emulator-queues.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

async function attributesOf(QueueUrl: string) {
  const { Attributes } = await aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes;
}

test("a new queue has AWS's defaults, and its URL is on this machine", async () => {
  const queue = await createQueue(aws.sqs);
  expect(queue.url).toBe(`${aws.emulators.url}/000000000000/${queue.name}`);
  expect(await attributesOf(queue.url)).toMatchObject({
    QueueArn: queue.arn,
    DelaySeconds: '0',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    ReceiveMessageWaitTimeSeconds: '0',
    VisibilityTimeout: '30',
  });
});

test('creating a queue again is no error while what it is given is what it has', async () => {
  const deadLetters = await createQueue(aws.sqs);
  const create = (policy: string, visibility = '60') =>
    aws.sqs.send(
      new CreateQueueCommand({
        QueueName: 'created-twice',
        Attributes: { VisibilityTimeout: visibility, RedrivePolicy: policy },
      }),
    );
  const first = await create(`{"deadLetterTargetArn":"${deadLetters.arn}","maxReceiveCount":5}`);
  const again = await create(`{ "maxReceiveCount": "5", "deadLetterTargetArn": "${deadLetters.arn}" }`);
  expect(again.QueueUrl).toBe(first.QueueUrl);
  const plain = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'created-twice' }));
  expect(plain.QueueUrl).toBe(first.QueueUrl);
  const other = await refusalOf(create(`{"deadLetterTargetArn":"${deadLetters.arn}","maxReceiveCount":5}`, '61'));
  expect(other).toMatchObject({ name: 'QueueNameExists', code: 'QueueAlreadyExists' });
});

test('attributes are changed one by one, and an empty policy is taken away', async () => {
  const deadLetters = await createQueue(aws.sqs);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 });
  const queue = await createQueue(aws.sqs, { VisibilityTimeout: '60', RedrivePolicy });
  const set = (Attributes: Record<string, string>) =>
    aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
  await set({ MessageRetentionPeriod: '1209600' });
  const changed = { VisibilityTimeout: '60', MessageRetentionPeriod: '1209600' };
  expect(await attributesOf(queue.url)).toMatchObject({ ...changed, RedrivePolicy });
  await set({ RedrivePolicy: '' });
  expect(await attributesOf(queue.url)).toMatchObject(changed);
  expect(await attributesOf(queue.url)).not.toHaveProperty('RedrivePolicy');
});

test.each([
  [{ VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
  [{ MessageRetentionPeriod: '59' }, 'InvalidAttributeValue'],
  [{ DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
  [{ RedrivePolicy: 'not JSON' }, 'InvalidAttributeValue'],
  [{ Colour: 'blue' }, 'InvalidAttributeName'],
  [{ FifoQueue: 'true' }, 'InvalidAttributeName'],
])('the attributes %j are refused', async (attributes, code) => {
  expect((await refusalOf(createQueue(aws.sqs, attributes))).name).toBe(code);
});

test('a queue is found by name, and a deleted one is not', async () => {
  const queue = await createQueue(aws.sqs);
  await send(aws.sqs, queue, 'x');
  const find = () => aws.sqs.send(new GetQueueUrlCommand({ QueueName: queue.name }));
  expect((await find()).QueueUrl).toBe(queue.url);
  await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
  const missing = { name: 'QueueDoesNotExist', code: 'AWS.SimpleQueueService.NonExistentQueue' };
  expect(await refusalOf(find())).toMatchObject(missing);
  expect(await refusalOf(send(aws.sqs, queue, 'x'))).toMatchObject(missing);
  await aws.sqs.send(new CreateQueueCommand({ QueueName: queue.name }));
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test('tags are kept', async () => {
  const queue = await createQueue(aws.sqs);
  const QueueUrl = queue.url;
  await aws.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'payments', stage: 'local' } }));
  await aws.sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['stage'] }));
  expect((await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: 'payments' });
});

test('an operation that local mode lacks is refused by its name', async () => {
  const queue = await createQueue(aws.sqs);
  const command = new AddPermissionCommand({
    QueueUrl: queue.url,
    Label: 'x',
    AWSAccountIds: ['1'],
    Actions: ['SendMessage'],
  });
  const refusal = await refusalOf(aws.sqs.send(command));
  expect(refusal.name).toBe('UnsupportedOperation');
  expect(refusal.message).toContain('AddPermission');
});

test('queues are listed by prefix, page by page', async () => {
  const first = await createQueue(aws.sqs);
  const second = await createQueue(aws.sqs);
  const one = await aws.sqs.send(new ListQueuesCommand({ QueueNamePrefix: first.name }));
  expect(one.QueueUrls).toEqual([first.url]);
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.sqs.send(new ListQueuesCommand({ MaxResults: 2, NextToken }));
    urls.push(...(page.QueueUrls ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(urls).toEqual(expect.arrayContaining([first.url, second.url]));
  expect(new Set(urls).size).toBe(urls.length);
});
