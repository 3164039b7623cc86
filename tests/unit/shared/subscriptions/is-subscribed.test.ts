import * as fc from 'fast-check';
import { eventAttributes } from '#shared/messages/attributes.ts';
import { CANARY_SOURCE, isSubscribed } from '#shared/subscriptions/is-subscribed.ts';
import { readWorkerRows } from '../../../../functions/workers/wiring/worker-row.cjs';
import { workerSubscription } from '../../../../functions/workers/wiring/worker-subscription.cjs';
import { matchesFilterPolicy } from '../../../../local/emulators/sns/filter-policy/matches-filter-policy.ts';
import { parseFilterPolicy } from '../../../../local/emulators/sns/filter-policy/parse-filter-policy.ts';
import { givenEvent } from '../../../support/given-messages.ts';

test('a worker is subscribed to all where its row says nothing, and a prefix or another name says what it says', () => {
  const event = { type: 'order.paid', source: 'shop' };
  expect(isSubscribed({}, event)).toBe(true);
  expect(isSubscribed({ types: ['order.*'], sources: ['shop'] }, event)).toBe(true);
  expect(isSubscribed({ types: ['order'] }, event)).toBe(false);
  expect(isSubscribed({ types: ['order.*'], sources: ['shop-eu'] }, event)).toBe(false);
  expect(isSubscribed({ types: ['other'] }, { ...event, type: 'an unusual type' })).toBe(true);
});

test('the canary is for those alone that name it', () => {
  const event = { type: 'canary.sent', source: CANARY_SOURCE };
  expect(isSubscribed({}, event)).toBe(false);
  expect(isSubscribed({ types: ['canary.*'] }, event)).toBe(false);
  expect(isSubscribed({ sources: ['shop', CANARY_SOURCE] }, event)).toBe(true);
  expect(isSubscribed({ sources: [CANARY_SOURCE] }, { ...event, source: 'shop' })).toBe(false);
});

const name = fc.constantFrom(
  'canary',
  'order.paid',
  'order.sent',
  'order',
  'refund',
  'other',
  'shop',
  'shop-eu',
  'an unusual one',
);
const patterns = fc.option(
  fc.uniqueArray(fc.constantFrom('order.*', 'order.paid', 'order*', 'refund', 'other', 'shop', 'shop*', 'canary'), {
    minLength: 1,
    maxLength: 3,
  }),
  { nil: undefined },
);

const workerRow = {
  impact: 'Nobody is told of a new order by mail.',
  timeoutSeconds: 30,
  memoryMegabytes: 256,
  batchSize: 10,
  batchWindowSeconds: 0,
  maximumConcurrency: 5,
  attempts: 5,
  backoffCeilingSeconds: 300,
};

test('it says of every event what SNS would have done with it', () => {
  fc.assert(
    fc.property(name, name, patterns, patterns, (type, source, types, sources) => {
      const [row] = readWorkerRows({
        'order-mail': { ...workerRow, ...(types && { types }), ...(sources && { sources }) },
      });
      const { FilterPolicy } = workerSubscription(row!, 'OrderMail')['OrderMailSubscription']!.Properties as {
        readonly FilterPolicy: unknown;
      };
      const attributes = Object.entries(eventAttributes(givenEvent({ type, source }), '')).map(([key, StringValue]) => [
        key,
        { DataType: 'String', StringValue },
      ]);
      const isDelivered = matchesFilterPolicy(
        parseFilterPolicy(JSON.stringify(FilterPolicy)),
        Object.fromEntries(attributes) as never,
      );
      expect(isSubscribed({ types, sources }, { type, source })).toBe(isDelivered);
    }),
  );
});
