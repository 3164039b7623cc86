import { pricesOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';
import { priceCalls, type Calls } from '../../../../operator/plan/price-calls.ts';

const prices = pricesOf(readAwsFacts());
const KILOBYTE = 1024;
const million = { count: 1e6, bytes: 1 };

test.each<[string, Calls, number]>([
  [
    'a message of 64 KB is one request',
    { service: 'sqs', operation: 'SendMessage', count: 1e6, bytes: 64 * KILOBYTE },
    0.4,
  ],
  ['a byte more makes two', { service: 'sqs', operation: 'SendMessage', count: 1e6, bytes: 64 * KILOBYTE + 1 }, 0.8],
  ['a group id costs on top', { service: 'sqs', operation: 'SendMessage', ...million, fairMessages: 1e6 }, 0.5],
  ['a transaction counts twice', { service: 'dynamodb', operation: 'TransactWriteItems', ...million }, 1.25],
  ['a write counts each KB', { service: 'dynamodb', operation: 'PutItem', count: 1e6, bytes: KILOBYTE + 1 }, 1.25],
  ['a delete of an object is free', { service: 's3', operation: 'DeleteObject', ...million }, 0],
  ['a listing costs as a PUT', { service: 's3', operation: 'ListObjectsV2', ...million }, 5],
  [
    'a function costs its requests and its time',
    { service: 'lambda', operation: 'Invoke', ...million, gbSeconds: 0.1 },
    1.53334,
  ],
])('%s', (_, calls, dollars) => {
  expect(priceCalls(calls, prices)).toBeCloseTo(dollars, 6);
});
