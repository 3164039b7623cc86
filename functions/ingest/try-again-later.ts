import { RejectedWebhook } from '#shared/errors.ts';

/** The fault is ours, so the sender is to keep the webhook and to come back. */
export function tryAgainLater(reason: string, message: string, afterSeconds: number, cause?: unknown): RejectedWebhook {
  return new RejectedWebhook(503, reason, message, { headers: { 'retry-after': String(afterSeconds) }, cause });
}
