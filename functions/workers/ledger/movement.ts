import type { MovementKind } from './movements/movement-description.ts';

/** Money that moved, as one signed body tells it. */
export interface Movement {
  readonly provider: string;
  /** The sender's name of the account, or `own`; test mode has accounts of its own, ending in `.test`. */
  readonly account: string;
  readonly kind: MovementKind;
  /** The sender's id of the charge, refund, dispute, payout or transaction. */
  readonly movementId: string;
  /** ISO 4217, in capitals. */
  readonly currency: string;
  /** Above 0. */
  readonly amountMinor: number;
  readonly occurredAt: string;
}

/** The account of an event that names none: the one that the source belongs to. */
export const OWN_ACCOUNT = 'own';

/** Money of test mode is none; it must never be added to money. */
export const TEST_SUFFIX = '.test';
