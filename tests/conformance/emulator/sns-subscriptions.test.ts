import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { counts, createQueue } from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue } from '../../support/emulator-topics.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

test('creating a topic again answers the same ARN', async () => {
  const create = () => aws.sns.send(new CreateTopicCommand({ Name: 'events' }));
  expect((await create()).TopicArn).toBe('arn:aws:sns:us-east-1:000000000000:events');
  expect((await create()).TopicArn).toBe('arn:aws:sns:us-east-1:000000000000:events');
  const { Topics } = await aws.sns.send(new ListTopicsCommand({}));
  expect(Topics!.filter(({ TopicArn }) => TopicArn!.endsWith(':events'))).toHaveLength(1);
});

test('subscribing again answers the same subscription, and refuses other attributes', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const first = await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{"a":["x"],"b":["y"]}' });
  const again = await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{ "b": ["y"], "a": ["x"] }' });
  expect(again).toBe(first);
  const refusal = await refusalOf(subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{"a":["z"]}' }));
  expect(refusal.message).toContain('already exists with different attributes');
});

test('subscriptions are listed with the attributes they have', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const SubscriptionArn = await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{"a":["x"]}' });
  const entry = { SubscriptionArn, TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn };
  const byTopic = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(byTopic.Subscriptions).toMatchObject([entry]);
  const all = await aws.sns.send(new ListSubscriptionsCommand({}));
  expect(all.Subscriptions).toEqual(expect.arrayContaining([expect.objectContaining(entry)]));
  const attributes = async () =>
    (await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
  expect(await attributes()).toMatchObject({ RawMessageDelivery: 'true', FilterPolicy: '{"a":["x"]}' });
  const change = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '' };
  await aws.sns.send(new SetSubscriptionAttributesCommand(change));
  expect(await attributes()).not.toHaveProperty('FilterPolicy');
});

test('lists longer than a page of 100 are read to the end', async () => {
  const topicArn = await createTopic(aws.sns);
  for (let index = 0; index < 101; index += 1) {
    await subscribeQueue(aws.sns, topicArn, { arn: `arn:aws:sqs:us-east-1:000000000000:many-${index}` });
  }
  const first = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(first.Subscriptions).toHaveLength(100);
  const next = { TopicArn: topicArn, NextToken: first.NextToken };
  const second = await aws.sns.send(new ListSubscriptionsByTopicCommand(next));
  expect(second.Subscriptions).toHaveLength(1);
  expect(second.NextToken).toBeUndefined();
});

test('after unsubscribing, or deleting the topic, nothing is delivered', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const SubscriptionArn = await subscribeQueue(aws.sns, topicArn, queue);
  await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  await publish(aws.sns, topicArn, 'x');
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
  await subscribeQueue(aws.sns, topicArn, queue);
  await aws.sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
  expect((await refusalOf(publish(aws.sns, topicArn, 'x'))).name).toBe('NotFoundException');
  await aws.sns.send(new CreateTopicCommand({ Name: topicArn.split(':').at(-1) }));
  await publish(aws.sns, topicArn, 'x');
  expect(await counts(aws.sqs, queue)).toBe('0/0/0');
});

test.each([
  ['https', 'https://example.com/hook'],
  ['lambda', 'arn:aws:lambda:us-east-1:000000000000:function:x'],
])('a subscription by %s is refused and not silently never served', async (protocol, endpoint) => {
  const topicArn = await createTopic(aws.sns);
  const command = new SubscribeCommand({ TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint });
  const refusal = await refusalOf(aws.sns.send(command));
  expect(refusal.code).toBe('InvalidParameter');
  expect(refusal.message).toContain('sqs only');
});

test('a redrive policy without a queue is refused', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  for (const RedrivePolicy of ['{}', 'queue', '{"deadLetterTargetArn":"arn:aws:sns:us-east-1:000000000000:x"}']) {
    const refusal = await refusalOf(subscribeQueue(aws.sns, topicArn, queue, { RedrivePolicy }));
    expect(refusal.message).toContain('RedrivePolicy');
  }
});

test('a topic keeps its attributes and tags', async () => {
  const topicArn = await createTopic(aws.sns);
  const change = { TopicArn: topicArn, AttributeName: 'DisplayName', AttributeValue: 'Events' };
  await aws.sns.send(new SetTopicAttributesCommand(change));
  const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  expect(Attributes).toMatchObject({ DisplayName: 'Events', TopicArn: topicArn, SubscriptionsConfirmed: '0' });
  const Tags = [
    { Key: 'team', Value: 'payments' },
    { Key: 'stage', Value: 'local' },
  ];
  await aws.sns.send(new TagResourceCommand({ ResourceArn: topicArn, Tags }));
  await aws.sns.send(new UntagResourceCommand({ ResourceArn: topicArn, TagKeys: ['stage'] }));
  const tagged = await aws.sns.send(new ListTagsForResourceCommand({ ResourceArn: topicArn }));
  expect(tagged.Tags).toEqual([{ Key: 'team', Value: 'payments' }]);
});

test('an operation that local mode lacks is refused by its name', async () => {
  const command = new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: '+491' });
  const refusal = await refusalOf(aws.sns.send(command));
  expect(refusal.code).toBe('InvalidAction');
  expect(refusal.message).toContain('CheckIfPhoneNumberIsOptedOut');
});
