import { createHmac, type KeyObject } from 'node:crypto';
import { countsAt } from '#shared/messages/source.ts';
import { isSameText } from '../../signature/is-same-text.ts';
import { keyOf } from '../../signature/key-of.ts';
import { readUnverified } from '../../signature/read-unverified.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from '../../signature/signature-verdict.ts';
import { valueAt, type WebhookRequest } from '../../webhook-request.ts';
import { signedFields } from './signed-fields.ts';

/** Webhooks of payments: every item carries its own signature, and one that does not hold condemns them all. */
export function verifyAdyen({ body }: WebhookRequest, { secrets, now }: VerifyContext): SignatureVerdict {
  const items = valueAt(readUnverified(body), '/notificationItems');
  if (!Array.isArray(items) || items.length === 0) return refused('incomplete-body');
  const current = secrets.filter((secret) => secret.use === undefined && countsAt(secret, now));
  const keys = current.map(({ value }) => keyOf(value, { algorithm: 'hmac-sha256', key: 'hex' }));
  const usable = keys.filter((key) => key !== undefined);
  if (usable.length === 0) return refused('no-usable-secret');
  // The first that does not hold ends it: whoever has no key makes us look at one.
  for (const element of items as readonly unknown[]) {
    const problem = itemProblem(valueAt(element, '/NotificationRequestItem'), usable);
    if (problem) return refused(problem);
  }
  return { valid: true };
}

function itemProblem(item: unknown, keys: readonly KeyObject[]): RefusalReason | undefined {
  const signature = valueAt(item, '/additionalData/hmacSignature');
  if (typeof signature !== 'string' || signature === '') return 'no-signature';
  const signed = signedFields(item);
  if (signed === undefined) return 'incomplete-body';
  const holds = keys.some((key) => isSameText(createHmac('sha256', key).update(signed).digest('base64'), signature));
  return holds ? undefined : 'wrong-signature';
}

const refused = (reason: RefusalReason): SignatureVerdict => ({ valid: false, reason });
