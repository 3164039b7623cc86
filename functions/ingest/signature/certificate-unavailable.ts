import type { RejectedWebhook } from '#shared/errors.ts';
import { tryAgainLater } from '../try-again-later.ts';
import { FETCHES_WITHIN_MS } from './fetch-budget.ts';

/** For a certificate that cannot be had now: no fault of the signature's. */
export const certificateUnavailable = (cause: unknown): RejectedWebhook =>
  tryAgainLater('no-certificate', 'The signature cannot be checked now. Try again.', FETCHES_WITHIN_MS / 1000, cause);
