import * as fc from 'fast-check';
import { currencyDigits } from '../../../../../../functions/workers/ledger/amounts/currency-digits.ts';
import { toDecimal } from '../../../../../../functions/workers/ledger/amounts/to-decimal.ts';
import { rescaleMinor, toMinor } from '../../../../../../functions/workers/ledger/amounts/to-minor.ts';

const currencies = Intl.supportedValuesOf('currency');
const digitsOf = (currency: string) => currencyDigits(currency)!;

test('every currency that Intl knows has its digits, and nothing else has', () => {
  expect(currencies.length).toBeGreaterThan(150);
  expect(currencies.filter((currency) => ![0, 2, 3, 4].includes(digitsOf(currency)))).toEqual([]);
  for (const other of ['', 'eur', 'EURO', 'QQQ', '__proto__', 'constructor'])
    expect(currencyDigits(other)).toBeUndefined();
});

const byIntl = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? -1;

test('digits are those of ISO 4217: where Intl has other ones, it goes by usage and has none', () => {
  const differing = currencies.filter((currency) => byIntl(currency) !== digitsOf(currency));
  expect(differing).toEqual(expect.arrayContaining(['COP', 'HUF', 'IDR']));
  // Iraq's dinar has thousandths; all others of them hundredths.
  for (const currency of differing)
    expect([byIntl(currency), digitsOf(currency)]).toEqual([0, currency === 'IQD' ? 3 : 2]);
});

test('whatever amount of whatever currency is the same after it was written and read', () => {
  const anyAmount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  fc.assert(
    fc.property(fc.constantFrom(...currencies), anyAmount, (currency, minor) => {
      const digits = digitsOf(currency);
      const text = toDecimal(minor, digits);
      expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
      expect(toMinor(text, digits)).toBe(minor);
    }),
    { numRuns: 2000 },
  );
});

test('an amount is the same with fewer digits or with more noughts', () => {
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.nat(), fc.nat({ max: 6 }), (currency, whole, noughts) => {
      const digits = digitsOf(currency);
      const written = noughts === 0 ? String(whole) : `${whole}.${'0'.repeat(noughts)}`;
      expect(toMinor(written, digits)).toBe(BigInt(whole) * 10n ** BigInt(digits));
    }),
  );
});

test.each(['0.1', '0.2', '0.3', '1.1', '4.35', '1.005', '64.1', '79228162514264.33'])(
  '%s is what its digits say, which a float is not',
  (text) => {
    const [whole = '', fraction = ''] = text.split('.');
    expect(toMinor(text, 3)).toBe(BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, '0')));
  },
);

test.each([
  '',
  ' ',
  '.',
  '1.',
  '.5',
  '+1',
  '1,5',
  '1 000',
  '0x10',
  '1e2',
  'NaN',
  'Infinity',
  '--1',
  '1.2.3',
  '١',
  '1\n',
])('%j is no amount', (text) => {
  expect(toMinor(text, 2)).toEqual({ refused: 'is not a decimal number' });
});

test('minor units of other digits are rescaled exactly or refused', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat({ max: 4 }), fc.nat({ max: 4 }), (amount, from, to) => {
      const rescaled = rescaleMinor(amount, from, to);
      const isExact = BigInt(amount) % 10n ** BigInt(Math.max(0, from - to)) === 0n;
      const minor = (BigInt(amount) * 10n ** BigInt(to)) / 10n ** BigInt(from);
      expect(rescaled).toEqual(isExact ? minor : { refused: 'has more digits than its currency' });
    }),
  );
});
