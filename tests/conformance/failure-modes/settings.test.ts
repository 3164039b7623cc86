// How this architecture is known to fail through its settings, and that none of ours lets it.
import { behindAQueue, whileASenderWaits } from '#shared/aws/client-settings.ts';
import { eventAttributes } from '#shared/messages/attributes.ts';
import * as fc from 'fast-check';
import { anyCharacter } from '../../support/any-character.ts';
import { givenEvent } from '../../support/given-messages.ts';
import { TRACEPARENT } from '../../support/ports.ts';
import { readTemplate, referredIds } from '../../support/template-reader.ts';

const { all, one, template } = readTemplate('prod');
const mappings = all('AWS::Lambda::EventSourceMapping').map(({ id, properties }) => ({
  id,
  properties,
  queue: one('AWS::SQS::Queue', referredIds(properties.EventSourceArn)[0] ?? ''),
  consumer: one('AWS::Lambda::Function', referredIds(properties.FunctionName)[0] ?? ''),
}));
const subscriptions = all('AWS::SNS::Subscription');

test.each(mappings)('VT too short: $id hides a message for six times its function and the window', (mapping) => {
  const { properties, queue, consumer } = mapping;
  const least = 6 * consumer.properties.Timeout + (properties.MaximumBatchingWindowInSeconds ?? 0);
  expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(least);
});

test.each(mappings)(
  'throttled ESM: $id has a limit of its own, and a queue that rides out a quarter of an hour',
  (mapping) => {
    const { properties, queue } = mapping;
    expect(properties.ScalingConfig?.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    const receives = queue.properties.RedrivePolicy?.maxReceiveCount ?? Infinity;
    expect(receives * (queue.properties.VisibilityTimeout ?? 0)).toBeGreaterThanOrEqual(900);
  },
);

test.each(mappings)('poison pill: $id gives back single messages and not whole batches', ({ properties }) => {
  expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

test('SNS filter drops silently: every event has the attributes that filters ask for, in a form that they can match', () => {
  const names = new Set(subscriptions.flatMap(({ properties }) => Object.keys(properties.FilterPolicy ?? {})));
  expect([...names].filter((name) => !['type', 'source'].includes(name))).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter }), (type, source) => {
      const attributes = eventAttributes(givenEvent({ type, source }), TRACEPARENT);
      expect(attributes['type']).toMatch(/^[A-Za-z0-9._:/-]{1,128}$/);
      expect(attributes['source']).toMatch(/^[A-Za-z0-9._:/-]{1,128}$/);
      // Raw delivery drops a message with more than ten; two are left for a failure and a replay.
      expect(Object.keys(attributes).length).toBeLessThanOrEqual(8);
    }),
  );
});

test.each(subscriptions)('subscription DLQ missing: $id has one that the topic may send to', ({ properties }) => {
  const target = referredIds(properties.RedrivePolicy?.deadLetterTargetArn)[0];
  const allowed = all('AWS::SQS::QueuePolicy').flatMap(({ properties: policy }) =>
    policy.PolicyDocument.Statement.filter(({ Action }) => Action === 'sqs:SendMessage').flatMap(({ Resource }) =>
      referredIds(Resource),
    ),
  );
  expect(allowed).toContain(target);
  expect(allowed).toContain(referredIds(properties.Endpoint)[0]);
});

test('queue policy or KMS change: nothing is encrypted by a key of ours that somebody could lock or delete', () => {
  // Where an algorithm says aws:kms and no key, it is the account's own for S3, which nobody can lock or delete.
  expect(JSON.stringify(template)).not.toMatch(/KmsMasterKeyId|KmsKeyId|kms:/i);
  for (const { properties } of all('AWS::SQS::Queue')) expect(properties.SqsManagedSseEnabled).toBe(true);
});

test('replay loop and recursion: no queue of dead letters invokes anything but the keeper, and no queue invokes replay', () => {
  const consumers = mappings.map(({ queue, consumer }) => [queue.id, consumer.id] as const);
  const ofDeadLetters = consumers.filter(([queue]) => queue.endsWith('DeadLetterQueue'));
  expect(new Set(ofDeadLetters.map(([, consumer]) => consumer))).toEqual(new Set(['KeeperLambdaFunction']));
  expect(consumers.map(([, consumer]) => consumer)).not.toContain('ReplayLambdaFunction');
});

test.each([
  ['while a sender waits', whileASenderWaits],
  ['behind a queue', behindAQueue],
])('parallel batch over 50 sockets: no call waits for ever %s', (_, { maxAttempts, requestHandler }) => {
  expect(maxAttempts).toBeLessThanOrEqual(2);
  expect(requestHandler).toMatchObject({ throwOnRequestTimeout: true });
  expect(maxAttempts * requestHandler.requestTimeout).toBeLessThanOrEqual(10_000);
});

test.each(all('AWS::Lambda::Function'))(
  'parallel batch over 50 sockets: $id works on no more events at once',
  ({ properties }) => {
    const { EVENTS_AT_ONCE = '2' } = properties.Environment.Variables;
    expect(Number(EVENTS_AT_ONCE)).toBeLessThanOrEqual(50);
  },
);
