// What large bodies and arrays cost: where they lie, what of them travels, and for how long they are kept.
import { readAssumptions } from '../../../../operator/plan/assumptions.ts';
import { pricesOf, readAwsFacts } from '../../../../operator/plan/aws-facts.ts';
import { billOf } from '../../../../operator/plan/cost/bill.ts';
import type { Design } from '../../../../operator/plan/design.ts';
import { sizesOf } from '../../../../operator/plan/sizes.ts';
import { givenDesign, givenWorker } from '../../../support/given-design.ts';

const prices = pricesOf(readAwsFacts());
const of = (kilobytes: number, eventsPerWebhook = 1) =>
  sizesOf(kilobytes, { ...readAssumptions(), eventsPerWebhook, envelopeKilobytes: 1.5, bodyGrowth: 1.07 });
const costs = (design: Partial<Design>) => {
  const { items, dollarsPerMillion } = billOf(givenDesign({ retentionDays: 400, ...design }), 40, prices);
  return { total: dollarsPerMillion, line: (name: string) => items.find((item) => item.name === name) };
};

test.each([
  // A million of 250 KB are 238 GB, for 13.15 months at $0.023.
  [250, 72.1],
  [1000, 288.45],
])('a body of %d KB is paid for as long as it is kept', (kilobytes, dollars) => {
  const bill = costs(of(kilobytes));
  expect(bill.line('large bodies kept')?.dollarsPerMillion).toBeCloseTo(dollars, 0);
  expect(bill.line('large bodies: PUT')?.dollarsPerMillion).toBeCloseTo(5);
  expect(bill.total).toBeGreaterThan(dollars + 5);
});

test('a body that fits into its message is kept by nobody but the workers that store it', () => {
  expect(costs(of(100)).line('large bodies kept')).toBeUndefined();
});

test('a body is large by what it is as text in a message', () => {
  expect(of(180)).toMatchObject({ isClaimCheck: false, isBodyStored: false });
  expect(of(190)).toMatchObject({ isClaimCheck: true, isBodyStored: true, deliveryKilobytes: 1.5 });
  expect(of(100).messageKilobytes).toBeCloseTo(108.5);
});

test('an array is kept once, read once by dispatch, and each event carries its own element', () => {
  const sizes = of(100, 100);
  expect(sizes).toMatchObject({ isBodyStored: true, isClaimCheck: false, eventBodyKilobytes: 1 });
  expect(sizes.messageKilobytes).toBeCloseTo(2.57);
  // A hundred events are listed in its delivery.
  expect(sizes.deliveryKilobytes).toBeCloseTo(13.5);
  const bill = costs(sizes);
  expect(bill.line('large bodies: PUT')?.dollarsPerMillion).toBeCloseTo(5);
  expect(bill.line('dispatch: bodies of arrays')?.dollarsPerMillion).toBeCloseTo(0.4);
  expect(bill.line('dispatch: large elements')).toBeUndefined();
  // Ten events of 2.6 KB are one publish of one chunk.
  expect(bill.line('events: publishes')?.dollarsPerMillion).toBeCloseTo(5);
  expect(bill.line('large bodies kept')?.dollarsPerMillion).toBeCloseTo(28.8, 1);
});

test('large elements of an array are objects of their own, written by dispatch and read by workers', () => {
  const bill = costs(of(1000, 4));
  expect(bill.line('dispatch: large elements')?.dollarsPerMillion).toBeCloseTo(20);
  expect(bill.line('a: large bodies')?.dollarsPerMillion).toBeCloseTo(1.6);
  expect(bill.line('large bodies kept')?.dollarsPerMillion).toBeCloseTo(2 * 288.45, 0);
});

test('what can be brought back is paid for beside what is kept', () => {
  const workers = [givenWorker('a', { itemKilobytesPerEvent: 0.5 })];
  expect(costs({ workers }).line('a: markers recoverable')).toBeUndefined();
  const bill = costs({ workers, isRecoverable: true });
  // 0.48 GB for 13.15 months at $0.20 and at $0.25.
  expect(bill.line('a: markers recoverable')?.dollarsPerMillion).toBeCloseTo(1.25, 2);
  expect(bill.line('a: markers kept')?.dollarsPerMillion).toBeCloseTo(1.57, 2);
});

test('a key is asked however little passes', () => {
  const { standing } = givenDesign();
  const bill = costs({ standing: { ...standing, keys: 1, keyRequestsPerMinute: 10 } });
  // 438,000 requests a month for 105 million webhooks.
  expect(bill.line('requests of keys')?.dollarsPerMillion).toBeCloseTo(0.0125, 4);
});
