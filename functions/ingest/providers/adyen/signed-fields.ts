import { valueAt } from '../../webhook-request.ts';

/** The one field that a merchant fills in, and so the one that may hold a colon; none is escaped. */
const FREE_FIELD = '/merchantReference';

/** https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures, in this order. */
const SIGNED_FIELDS = [
  '/pspReference',
  '/originalReference',
  '/merchantAccountCode',
  FREE_FIELD,
  '/amount/value',
  '/amount/currency',
  '/eventCode',
  '/success',
] as const;

/** What Adyen signed of an item; undefined when it cannot be told apart from another item with the same text. */
export function signedFields(item: unknown): string | undefined {
  const texts = SIGNED_FIELDS.map((place) => fieldText(place, valueAt(item, place)));
  return texts.every((text) => text !== undefined) ? texts.join(':') : undefined;
}

function fieldText(place: string, value: unknown): string | undefined {
  // What an item does not have is signed as empty.
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string' || !value.isWellFormed()) return undefined;
  // Or the parts of a reference could be passed off as an amount, and what follows as one long `success`.
  return place === FREE_FIELD || !value.includes(':') ? value : undefined;
}
