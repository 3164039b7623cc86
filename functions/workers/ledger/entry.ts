import * as v from 'valibot';
import { currencyDigits } from './amounts/currency-digits.ts';
import { chartOfAccounts } from './chart-of-accounts.ts';
import type { Movement } from './movement.ts';

const text = v.pipe(v.string(), v.nonEmpty());

const minor = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const lineSchema = v.union([
  v.strictObject({ account: text, debitMinor: minor }),
  v.strictObject({ account: text, creditMinor: minor }),
]);

/** One movement of money, as it is kept for ever: what one account takes, another one gives. */
export const entrySchema = v.pipe(
  v.object({
    v: v.literal(1),
    provider: text,
    /** The sender's name of the account, or `own`; of test mode it ends in `.test`. */
    account: text,
    kind: v.picklist([
      'payment',
      'refund',
      'refund-reversal',
      'dispute',
      'dispute-reversal',
      'fee',
      'fee-reversal',
      'payout',
      'payout-reversal',
    ]),
    movementId: text,
    currency: v.pipe(
      v.string(),
      v.check((code) => currencyDigits(code) !== undefined, 'is no currency'),
    ),
    amountMinor: minor,
    lines: v.pipe(v.array(lineSchema), v.minLength(2)),
    occurredAt: v.pipe(v.string(), v.isoTimestamp()),
    /** The first event that told of it, for whoever asks where an entry comes from. */
    source: text,
    eventId: text,
    deliveryId: text,
    recordedAt: v.pipe(v.string(), v.isoTimestamp()),
  }),
  v.check(({ lines }) => sumOf(lines, debitOf) === sumOf(lines, creditOf), 'its debits are not its credits'),
  v.check(({ lines, amountMinor }) => sumOf(lines, debitOf) === exactly(amountMinor), 'its lines are not its amount'),
);

export type Entry = v.InferOutput<typeof entrySchema>;
export type EntryLine = v.InferOutput<typeof lineSchema>;

export const debitOf = (line: EntryLine): number => ('debitMinor' in line ? line.debitMinor : 0);
export const creditOf = (line: EntryLine): number => ('creditMinor' in line ? line.creditMinor : 0);

const sumOf = (lines: readonly EntryLine[], side: (line: EntryLine) => number) =>
  lines.reduce((sum, line) => sum + exactly(side(line)), 0n);

/** What is no whole number was refused by its own rule, after which these sums are still made. */
const exactly = (minor: number) => (Number.isSafeInteger(minor) ? BigInt(minor) : 0n);

/** @throws when debits and credits differ, which no movement of ours can bring about */
export function toEntry(movement: Movement, told: Pick<Entry, 'source' | 'eventId' | 'deliveryId' | 'recordedAt'>) {
  const { debit, credit } = chartOfAccounts(movement);
  const { amountMinor } = movement;
  return v.parse(entrySchema, {
    v: 1,
    ...movement,
    lines: [
      { account: debit, debitMinor: amountMinor },
      { account: credit, creditMinor: amountMinor },
    ],
    ...told,
  });
}
