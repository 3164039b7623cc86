// Single fields of a signed body. What is wrong is said by place and never by value: errors are logged.
import { GiveUp } from '#shared/errors.ts';
import { currencyDigits } from './amounts/currency-digits.ts';
import { rescaleMinor, toMinor } from './amounts/to-minor.ts';
import { OWN_ACCOUNT, TEST_SUFFIX } from './movement.ts';
import type { AmountUnit, MovementDescription, Place, ProviderMovements } from './movements/movement-description.ts';
import type { SignedBody } from './signed-body.ts';

/** Ids have a few dozen characters; each may take three in a key, which has 1,024 bytes at most. */
const ID_CHARACTERS_MAX = 128;

const broken = (place: Place, what: string) => new GiveUp(`This event tells of money, but ${place} ${what}`);

/** @throws {GiveUp} where nothing stands there */
export function requiredAt(body: SignedBody, place: Place): unknown {
  const value = body.at(place);
  if (value === undefined) throw broken(place, 'is missing');
  return value;
}

export function idAt(body: SignedBody, place: Place): string {
  const id = requiredAt(body, place);
  // A larger number was rounded when it was read: two ids could have become one.
  if (Number.isSafeInteger(id)) return String(id);
  if (typeof id !== 'string' || id === '' || id.length > ID_CHARACTERS_MAX) throw broken(place, 'is no id');
  return id;
}

export function accountAt(body: SignedBody, place: Place | undefined, test: MovementDescription['test']): string {
  const isNamed = place !== undefined && body.at(place) !== undefined;
  const account = isNamed ? idAt(body, place) : OWN_ACCOUNT;
  if (test === undefined) return account;
  const mode = requiredAt(body, test.at);
  if (typeof mode !== 'boolean') throw broken(test.at, 'is neither true nor false');
  return mode === test.is ? `${account}${TEST_SUFFIX}` : account;
}

export function currencyAt(body: SignedBody, place: Place): string {
  const currency = requiredAt(body, place);
  const code = typeof currency === 'string' ? currency.toUpperCase() : '';
  if (currencyDigits(code) === undefined) throw broken(place, 'is no currency of ISO 4217');
  return code;
}

/** In the currency's minor units, 0 where this description does not count it. */
export function amountAt(
  body: SignedBody,
  { amount: place, counts }: MovementDescription,
  { currency, unit }: { readonly currency: string; readonly unit: AmountUnit },
): number {
  const digits = currencyDigits(currency) ?? 0;
  const amount = requiredAt(body, place);
  const minor =
    unit === 'decimal' ? toMinor(amount, digits) : rescaleMinor(amount, unit.minorDigits[currency] ?? digits, digits);
  if (typeof minor !== 'bigint') throw broken(place, minor.refused);
  if (minor < 0n && counts === undefined) throw broken(place, 'is negative');
  if ((minor < 0n && counts === 'positive') || (minor > 0n && counts === 'negative')) return 0;
  const size = Number(minor < 0n ? -minor : minor);
  if (!Number.isSafeInteger(size)) throw broken(place, 'is too large');
  return size;
}

export function timeAt(body: SignedBody, place: Place, written: ProviderMovements['time']): string {
  const value = requiredAt(body, place);
  const time =
    written === 'unix-seconds'
      ? new Date(typeof value === 'number' ? value * 1000 : Number.NaN)
      : new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw broken(place, 'is no time');
  return time.toISOString();
}
