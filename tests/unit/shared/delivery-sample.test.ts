import * as fc from 'fast-check';
import { createDeliverySample } from '#shared/delivery-sample.ts';

const hex = (number: number) => number.toString(16).padStart(32, '0');
const numbers = Array.from({ length: 20_000 }, (_, index) => index);

test.each([
  ['ids that count at their end', hex],
  [
    'ids that begin with the time',
    (number: number) => `${(1.7e12 + number * 25).toString(16).padStart(12, '0')}${'a'.repeat(20)}`,
  ],
  ['ids that count at their beginning', (number: number) => hex(number).split('').toReversed().join('')],
])('of %s as many are in it as its rate says', (_, idOf) => {
  for (const rate of [0.01, 0.1, 0.5]) {
    const share = numbers.filter((number) => createDeliverySample(rate)(idOf(number))).length / numbers.length;
    // Five standard deviations of chance.
    expect(Math.abs(share - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / numbers.length));
  }
});

test('all are in it at 1, none at 0, and whoever is in a smaller one is in a larger one', () => {
  const rates = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.string(), rates, (id, [one, other]) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      expect(createDeliverySample(1)(id)).toBe(true);
      expect(createDeliverySample(0)(id)).toBe(false);
      expect(createDeliverySample(large)(id) || !createDeliverySample(small)(id)).toBe(true);
    }),
  );
});

test.each([NaN, -0.1, 1.1])('a rate of %d is refused', (rate) => {
  expect(() => createDeliverySample(rate)).toThrow('from 0 to 1');
});
