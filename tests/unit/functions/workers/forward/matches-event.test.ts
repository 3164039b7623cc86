import { matchesEvent } from '../../../../../functions/workers/forward/matches-event.ts';

const event = { source: 'stripe-eu', type: 'charge.refunded' };

test.each([
  [{}, true],
  [{ types: ['charge.refunded'] }, true],
  [{ types: ['charge.*'] }, true],
  [{ types: ['*'] }, true],
  [{ types: ['invoice.paid', 'charge.ref*'] }, true],
  [{ types: ['charge'] }, false],
  [{ types: ['charge.refunded.more'] }, false],
  [{ types: ['*refunded'] }, false],
  [{ types: ['Charge.refunded'] }, false],
  [{ sources: ['stripe-*'] }, true],
  [{ sources: ['stripe-us'] }, false],
  [{ sources: ['stripe-eu'], types: ['charge.*'] }, true],
  [{ sources: ['stripe-us'], types: ['charge.*'] }, false],
  [{ sources: ['stripe-eu'], types: ['invoice.*'] }, false],
])('a destination of %j wants a charge.refunded of stripe-eu: %s', (filters, expected) => {
  expect(matchesEvent(filters, event)).toBe(expected);
});
