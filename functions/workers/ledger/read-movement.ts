import { GiveUp } from '#shared/errors.ts';
import { currencyDigits } from './amounts/currency-digits.ts';
import { rescaleMinor, toMinor } from './amounts/to-minor.ts';
import { OWN_ACCOUNT, TEST_SUFFIX, type Movement } from './movement.ts';
import type { AmountUnit, MovementDescription, Place, ProviderMovements } from './movements/movement-description.ts';
import type { SignedBody } from './signed-body.ts';

/** Ids have a few dozen characters, each of which may take three in a key, which has 1,024 bytes for an id and an account at most. */
const ID = /^[\x21-\x7E]{1,128}$/;

/**
 * None where the amount is nothing, or of the sign that another description counts.
 * @throws {GiveUp} that says what is wrong by place and never by value: errors are logged
 */
export function readMovement(
  view: SignedBody,
  description: MovementDescription,
  { provider, account, unit, time }: ProviderMovements,
): readonly Movement[] {
  const currency = currencyAt(view, description.currency);
  const amountMinor = amountAt(view, description, { currency, unit });
  if (amountMinor === 0) return [];
  return [
    {
      provider,
      account: accountAt(view, account, description.test),
      kind: description.kind,
      movementId: idAt(view, description.id),
      currency,
      amountMinor,
      occurredAt: timeAt(view, description.occurredAt, time),
    },
  ];
}

const broken = (place: Place, what: string) => new GiveUp(`This event tells of money, but ${place} ${what}`);

/** @throws {GiveUp} where nothing stands there */
export function requiredAt(body: SignedBody, place: Place): unknown {
  const value = body.at(place);
  if (value === undefined) throw broken(place, 'is missing');
  return value;
}

function idAt(body: SignedBody, place: Place): string {
  const id = requiredAt(body, place);
  // A larger number was rounded when it was read: two ids could have become one.
  if (Number.isSafeInteger(id)) return String(id);
  if (typeof id !== 'string' || !ID.test(id)) throw broken(place, 'is no id');
  return id;
}

function accountAt(body: SignedBody, place: Place | undefined, test: MovementDescription['test']): string {
  const isNamed = place !== undefined && body.at(place) !== undefined;
  const account = isNamed ? idAt(body, place) : OWN_ACCOUNT;
  if (test === undefined) return account;
  const mode = requiredAt(body, test.at);
  if (typeof mode !== 'boolean') throw broken(test.at, 'is neither true nor false');
  return mode === test.is ? `${account}${TEST_SUFFIX}` : account;
}

function currencyAt(body: SignedBody, place: Place): string {
  const currency = requiredAt(body, place);
  const code = typeof currency === 'string' ? currency.toUpperCase() : '';
  if (currencyDigits(code) === undefined) throw broken(place, 'is no currency of ISO 4217');
  return code;
}

/** In the currency's minor units, 0 where this description does not count it. */
function amountAt(
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

/** Of a year with four digits: any other one is no time at which money moved. */
const ISO_CHARACTERS = '2026-01-02T03:04:05.000Z'.length;

function timeAt(body: SignedBody, place: Place, written: ProviderMovements['time']): string {
  const value = requiredAt(body, place);
  const time =
    written === 'unix-seconds'
      ? new Date(typeof value === 'number' ? value * 1000 : Number.NaN)
      : new Date(typeof value === 'string' ? value : Number.NaN);
  const iso = Number.isNaN(time.getTime()) ? '' : time.toISOString();
  if (iso.length !== ISO_CHARACTERS) throw broken(place, 'is no time');
  return iso;
}
