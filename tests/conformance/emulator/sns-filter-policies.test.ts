import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { SetSubscriptionAttributesCommand } from '@aws-sdk/client-sns';

import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { refusalOf, startEmulatorClients } from '../../support/emulator-clients.ts';
import { createQueue, receive } from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue, text } from '../../support/emulator-topics.ts';

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients();
});
afterAll(() => aws.close());

const number = (value: number): MessageAttributeValue => ({ DataType: 'Number', StringValue: String(value) });
const array = (...values: unknown[]): MessageAttributeValue => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify(values),
});

const other = { other: text('x') };

type Attributes = Record<string, MessageAttributeValue>;

test.each<[string, object, Attributes[], Attributes[]]>([
  ['exact', { type: ['a', 'b'] }, [{ type: text('a') }, { type: text('b') }], [{ type: text('A') }, other, {}]],
  ['exact on a number', { n: [5] }, [{ n: number(5) }], [{ n: text('5') }, { n: number(6) }]],
  ['prefix', { type: [{ prefix: 'order.' }] }, [{ type: text('order.paid') }], [{ type: text('my order.paid') }]],
  ['suffix', { type: [{ suffix: '.paid' }] }, [{ type: text('order.paid') }], [{ type: text('order.paid!') }]],
  [
    'anything-but a list',
    { type: [{ 'anything-but': ['a', 'b'] }] },
    [{ type: text('c') }],
    [{ type: text('a') }, { type: text('b') }, other],
  ],
  [
    'anything-but a prefix',
    { type: [{ 'anything-but': { prefix: 'test.' } }] },
    [{ type: text('live.x') }],
    [{ type: text('test.x') }],
  ],
  [
    'equals-ignore-case',
    { type: [{ 'equals-ignore-case': 'Paid' }] },
    [{ type: text('PAID') }],
    [{ type: text('pay') }],
  ],
  ['exists', { type: [{ exists: true }] }, [{ type: text('a') }, { type: number(1) }], [other, {}]],
  ['absence', { type: [{ exists: false }] }, [other], [{ type: text('a') }, {}]],
  [
    'a numeric range',
    { n: [{ numeric: ['>', 0, '<=', 100] }] },
    [{ n: number(0.5) }, { n: number(100) }],
    [{ n: number(0) }, { n: number(101) }, { n: text('50') }],
  ],
  ['a numeric value', { n: [{ numeric: ['=', 1.5] }] }, [{ n: number(1.5) }], [{ n: number(1.6) }]],
  [
    'each element of an array',
    { tags: ['b', 7] },
    [{ tags: array('a', 'b') }, { tags: array(7) }],
    [{ tags: array('c') }, { tags: array() }],
  ],
  [
    'all keys',
    { type: ['a'], source: ['s'] },
    [{ type: text('a'), source: text('s') }],
    [{ type: text('a') }, { type: text('a'), source: text('t') }],
  ],
  [
    'one of the alternatives',
    { $or: [{ type: ['a'] }, { source: ['s'] }], stage: ['prod'] },
    [
      { type: text('a'), stage: text('prod') },
      { source: text('s'), stage: text('prod') },
    ],
    [{ type: text('a') }, { stage: text('prod') }],
  ],
  ['an empty policy', {}, [{}, other], []],
])('filters by %s', async (_, policy, wanted, unwanted) => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: JSON.stringify(policy) });
  for (const [index, attributes] of wanted.entries()) await publish(aws.sns, topicArn, `wanted ${index}`, attributes);
  for (const [index, attributes] of unwanted.entries()) await publish(aws.sns, topicArn, `not ${index}`, attributes);
  const bodies = (await receive(aws.sqs, queue)).map(({ Body }) => Body);
  expect(bodies).toEqual(wanted.map((_, index) => `wanted ${index}`));
});

test('a changed policy holds from the next message on', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const SubscriptionArn = await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: '{"type":["a"]}' });
  const change = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"type":["b"]}' };
  await aws.sns.send(new SetSubscriptionAttributesCommand(change));
  for (const type of ['a', 'b']) await publish(aws.sns, topicArn, type, { type: text(type) });
  expect((await receive(aws.sqs, queue)).map(({ Body }) => Body)).toEqual(['b']);
});

const range = (length: number) => Array.from({ length }, (_, index) => index);

test.each([
  ['that is not JSON', 'type = a'],
  ['that is a list', '[]'],
  ['with a value outside an array', '{"type":"a"}'],
  ['with an empty array', '{"type":[]}'],
  ['with a nested object', '{"detail":{"type":["a"]}}'],
  ['with an unknown operator', '{"type":[{"wildcard":"a*"}]}'],
  ['with two operators in one pattern', '{"type":[{"prefix":"a","suffix":"b"}]}'],
  ['with an empty prefix', '{"type":[{"prefix":""}]}'],
  ['with exists of a word', '{"type":[{"exists":"yes"}]}'],
  ['with half a comparison', '{"n":[{"numeric":[">"]}]}'],
  ['with a single alternative', '{"$or":[{"type":["a"]}]}'],
  ['of six keys', JSON.stringify(Object.fromEntries(range(6).map((index) => [`key-${index}`, ['a']])))],
  ['of 156 combinations', JSON.stringify({ a: range(12), b: range(13) })],
])('a policy %s is refused', async (_, policy) => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: policy }));
  expect(refusal.code).toBe('InvalidParameter');
  expect(refusal.message).toContain('FilterPolicy');
});

test('a policy of 150 combinations and five keys is taken', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const policy = { a: range(10), b: range(15), c: ['x'], d: ['x'], e: ['x'] };
  await subscribeQueue(aws.sns, topicArn, queue, { FilterPolicy: JSON.stringify(policy) });
});

test('filtering on the message body is refused with the reason', async () => {
  const topicArn = await createTopic(aws.sns);
  const queue = await createQueue(aws.sqs);
  const refusal = await refusalOf(subscribeQueue(aws.sns, topicArn, queue, { FilterPolicyScope: 'MessageBody' }));
  expect(refusal.code).toBe('InvalidParameter');
  expect(refusal.message).toContain('not on the message body');
});
