import { createHmac, hash } from 'node:crypto';
import { countsAt } from '#shared/messages/source.ts';
import { isSameText } from '../../signature/is-same-text.ts';
import { signedUrl } from '../../signature/signed-url.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from '../../signature/signature-verdict.ts';
import type { WebhookRequest } from '../../webhook-request.ts';
import { formText } from './form-text.ts';
import { urlForms } from './url-forms.ts';

/** https://www.twilio.com/docs/usage/security#validating-requests */
export function verifyTwilio(request: WebhookRequest, { secrets, options, now }: VerifyContext): SignatureVerdict {
  const signature = request.headers['x-twilio-signature'];
  if (!signature) return refused('no-signature');
  const current = secrets.filter((secret) => secret.use === undefined && countsAt(secret, now));
  if (current.length === 0) return refused('no-usable-secret');
  const body = signedBody(request);
  if (typeof body !== 'string') return refused(body.reason);
  const texts = urlForms(signedUrl(request, options)).map((url) => url + body);
  const holds = current.some(({ value }) =>
    texts.some((text) => isSameText(createHmac('sha1', value).update(text, 'utf8').digest('base64'), signature)),
  );
  return holds ? { valid: true } : refused('wrong-signature');
}

/** What of the body is signed behind the URL: a form's fields, and nothing where the URL itself names the body's hash. */
function signedBody({ headers, query, body }: WebhookRequest): string | { readonly reason: RefusalReason } {
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers['content-type'] ?? '');
  const named = query['bodySHA256'];
  // Whatever kind it is: a signed URL of one that names its body could else be sent with another kind of body.
  if (named !== undefined && named !== hash('sha256', body, 'hex')) return { reason: 'wrong-signature' };
  if (isForm) return formText(body) ?? { reason: 'incomplete-body' };
  // Without its hash a body could be anything, and only one that is not there is signed.
  return named === undefined && body.length > 0 ? { reason: 'no-signature' } : '';
}

const refused = (reason: RefusalReason): SignatureVerdict => ({ valid: false, reason });
