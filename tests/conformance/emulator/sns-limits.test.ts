import { PublishBatchCommand } from '@aws-sdk/client-sns';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue } from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue, text } from '../../support/emulator-topics.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

function publishBatch(topicArn: string, entries: { Id: string; Message: string }[]) {
  return aws.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }));
}

test('a message of exactly 262,144 bytes is taken, attributes included, and one byte more is refused', async () => {
  const topicArn = await createTopic(aws.sns);
  const attributes = { name: text('value') };
  const bytes = 262_144 - 'name'.length - 'String'.length - 'value'.length;
  await publish(aws.sns, topicArn, 'é'.repeat((bytes - 1) / 2) + 'x', attributes);
  const refusal = await refusalOf(publish(aws.sns, topicArn, 'x'.repeat(bytes + 1), attributes));
  expect(refusal.code).toBe('InvalidParameter');
});

test('a batch holds 262,144 bytes in total, and not a byte more', async () => {
  const topicArn = await createTopic(aws.sns);
  const half = 'x'.repeat(131_072);
  const fits = [
    { Id: 'a', Message: half },
    { Id: 'b', Message: half },
  ];
  expect((await publishBatch(topicArn, fits)).Successful).toHaveLength(2);
  const refusal = await refusalOf(publishBatch(topicArn, [...fits, { Id: 'c', Message: 'x' }]));
  expect(refusal.code).toBe('BatchRequestTooLong');
});

test.each([
  ['an empty batch', [], 'EmptyBatchRequest'],
  ['eleven entries', Array.from({ length: 11 }, (_, index) => `id-${index}`), 'TooManyEntriesInBatchRequest'],
  ['two entries of the same id', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
  ['an id with a space', ['a b'], 'InvalidBatchEntryId'],
])('%s is refused as a whole', async (_, ids, code) => {
  const topicArn = await createTopic(aws.sns);
  const entries = ids.map((Id) => ({ Id, Message: 'x' }));
  expect((await refusalOf(publishBatch(topicArn, entries))).code).toBe(code);
});

test('entries of a batch fail each for itself', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  await subscribeQueue(aws.sns, topicArn, queue);
  const { Successful, Failed } = await publishBatch(topicArn, [
    { Id: 'good', Message: 'x' },
    { Id: 'empty', Message: '' },
    { Id: 'illegal', Message: 'form feed \f' },
  ]);
  expect(Successful!.map(({ Id }) => Id)).toEqual(['good']);
  expect(Failed).toMatchObject([
    { Id: 'empty', Code: 'InvalidParameter', SenderFault: true },
    { Id: 'illegal', Code: 'InvalidParameter', SenderFault: true },
  ]);
  expect(await counts(aws.sqs, queue)).toBe('1/0/0');
});

test('an empty message, an empty attribute and a control character are refused', async () => {
  const topicArn = await createTopic(aws.sns);
  expect((await refusalOf(publish(aws.sns, topicArn, ''))).code).toBe('InvalidParameter');
  expect((await refusalOf(publish(aws.sns, topicArn, 'x', { name: text('') }))).code).toBe('ParameterValueInvalid');
  expect((await refusalOf(publish(aws.sns, topicArn, '\u0001'))).code).toBe('InvalidParameter');
});

test('publishing to a topic that does not exist is NotFound', async () => {
  const topicArn = await createTopic(aws.sns);
  const refusal = await refusalOf(publish(aws.sns, `${topicArn}-not`, 'x'));
  expect(refusal).toMatchObject({ name: 'NotFoundException', status: 404 });
});
