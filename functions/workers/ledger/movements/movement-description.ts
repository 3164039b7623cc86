// The contract of a list of movements: where a provider's signed bodies tell of money that moved, as data.

/** A place in the signed body (RFC 6901), or in the element of it that the description looks at. */
export type Place = `/${string}` | `each:/${string}`;

export type MovementKind =
  | 'payment'
  | 'refund'
  | 'refund-reversal'
  | 'dispute'
  | 'dispute-reversal'
  | 'fee'
  | 'fee-reversal'
  | 'payout'
  | 'payout-reversal';

/**
 * How an amount is written: as decimal text, or as a whole number of minor units, which a provider may count by other
 * digits than ISO 4217 does.
 */
export type AmountUnit = 'decimal' | { readonly minorDigits: Readonly<Record<string, number>> };

type Values = readonly (string | boolean)[];

/** One kind of movement that events of these types tell. */
export interface MovementDescription {
  readonly kind: MovementKind;
  readonly types: readonly string[];
  /** Told only where each of these places has a value. */
  readonly given?: readonly Place[];
  /** Told only where none of these places has a value. */
  readonly unlessGiven?: readonly Place[];
  /** Told only where each of these places has one of these values; a body without such a place is broken. */
  readonly when?: Readonly<Partial<Record<Place, Values>>>;
  /** Not told where one of these places has one of these values. */
  readonly unless?: Readonly<Partial<Record<Place, Values>>>;
  /** An array; each of its elements tells one movement. */
  readonly each?: `/${string}`;
  readonly id: Place;
  readonly amount: Place;
  /** Amounts of which sign count here, each as its size. Left out: a negative one makes the body broken. */
  readonly counts?: 'positive' | 'negative' | 'both';
  readonly currency: Place;
  readonly occurredAt: Place;
  /** Where test mode is said, and by which value; left out where the body cannot tell. */
  readonly test?: { readonly at: Place; readonly is: boolean };
}

export interface ProviderMovements {
  readonly provider: string;
  /** Where the signed body names its type. Left out: only the event does. */
  readonly type?: Place;
  /** Names the account where it is another one than the source's own. */
  readonly account?: Place;
  readonly unit: AmountUnit;
  readonly time: 'unix-seconds' | 'iso';
  readonly movements: readonly MovementDescription[];
}
