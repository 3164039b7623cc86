/** Why an amount cannot be counted; never with the amount itself. */
export interface Refusal {
  readonly refused: string;
}

/** More than this is no amount of money, and longer text is not worth turning into a number. */
const CHARACTERS_MAX = 32;

const refuse = (refused: string): Refusal => ({ refused });

/** Decimal text as minor units of so many digits, digit by digit: a float cannot hold 0.1. */
export function toMinor(amount: unknown, digits: number): bigint | Refusal {
  if (typeof amount !== 'string') return refuse('is not decimal text');
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '' || amount.length > CHARACTERS_MAX) return refuse('is not a decimal number');
  // JPY is written as 1000.00, too, and means the same.
  if (/[1-9]/.test(fraction.slice(digits))) return refuse('has more digits than its currency');
  return BigInt(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
}

/** Whole units that the sender counts by `from` digits, as the minor units of `to` digits. */
export function rescaleMinor(amount: unknown, from: number, to: number): bigint | Refusal {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) return refuse('is not a whole number');
  if (to >= from) return BigInt(amount) * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  return BigInt(amount) % divisor === 0n ? BigInt(amount) / divisor : refuse('has more digits than its currency');
}
