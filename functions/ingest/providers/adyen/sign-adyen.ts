import { createHmac } from 'node:crypto';
import { keyOf } from '../../signature/key-of.ts';
import { readUnverified } from '../../signature/read-unverified.ts';
import type { SignOwn } from '../../signature/sign-own.ts';
import { valueAt } from '../../webhook-request.ts';
import { signedFields } from './signed-fields.ts';

/** Webhooks of payments, with a signature in each of their items; what has no items is for the other scheme. */
export const signAdyen: SignOwn = (secret, { headers, body }) => {
  const view = readUnverified(body);
  const items = valueAt(view, '/notificationItems');
  if (!Array.isArray(items)) return undefined;
  const key = keyOf(secret, { algorithm: 'hmac-sha256', key: 'hex' });
  if (!key) throw new Error('This secret cannot sign for adyen: it is not hexadecimal');
  for (const element of items as readonly unknown[]) {
    const item = valueAt(element, '/NotificationRequestItem');
    const additional = valueAt(item, '/additionalData');
    const signed = signedFields(item);
    if (typeof additional !== 'object' || additional === null || signed === undefined) {
      throw new Error('An item has not all of what is signed, and additionalData to put the signature in');
    }
    Reflect.set(additional, 'hmacSignature', createHmac('sha256', key).update(signed).digest('base64'));
  }
  return { headers, body: Buffer.from(JSON.stringify(view), 'utf8') };
};
