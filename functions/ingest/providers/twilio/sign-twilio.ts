import { createHmac } from 'node:crypto';
import type { SignOwn } from '../../signature/sign-own.ts';
import { formText } from './form-text.ts';

/** A form as Twilio signs it. JSON would need another URL, with the hash of its body in it. */
export const signTwilio: SignOwn = (secret, { headers, body, url = '' }) => {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return undefined;
  if (url === '') throw new Error('The URL is signed, and none is known');
  const signature = createHmac('sha1', secret)
    .update(`${url}${formText(body)}`, 'utf8')
    .digest('base64');
  return { headers: { ...headers, 'x-twilio-signature': signature }, body };
};
