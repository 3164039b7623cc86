import { isSubscribed } from '../../../../../operator/commands/deliveries/is-subscribed.ts';

const event = { type: 'orders/create', source: 'shopify-eu' };

test.each([
  [{}, true],
  [{ types: ['orders/create'] }, true],
  [{ types: ['orders/*'] }, true],
  [{ types: ['refunds/*', 'orders/create'] }, true],
  [{ types: ['orders'] }, false],
  [{ types: ['*'] }, true],
  [{ sources: ['shopify-eu'] }, true],
  [{ sources: ['shopify-*'] }, true],
  [{ sources: ['stripe'] }, false],
  [{ types: ['orders/*'], sources: ['stripe'] }, false],
  [{ types: ['refunds/*'], sources: ['shopify-eu'] }, false],
])('the row %j takes the event as its subscription would: %s', (row, isTaken) => {
  expect(isSubscribed(row, event)).toBe(isTaken);
});

test('an unusual type is compared as it is published', () => {
  expect(isSubscribed({ types: ['other'] }, { type: 'wild type!', source: 'any' })).toBe(true);
});
