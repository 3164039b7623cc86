import { crc32 } from 'node:zlib';
import { timestampProblem } from '../../signature/timestamp-problem.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from '../../signature/signature-verdict.ts';
import { verifyWithCertificate } from '../../signature/verify-with-certificate.ts';
import type { WebhookRequest } from '../../webhook-request.ts';

/** api.paypal.com and api.sandbox.paypal.com as far as is known; each label ends at a dot. */
const HOSTS = /^(?:[a-z0-9-]{1,63}\.){1,4}paypal\.com$/;
/** As PayPal's own SDK for Java checked it. */
const SUBJECT = /^messageverificationcerts\.(?:sandbox\.)?paypal\.com$/;

/** https://developer.paypal.com/api/rest/webhooks/rest/#link-webhooksignatureverification */
export async function verifyPaypal(
  { sourceName, headers, body }: WebhookRequest,
  context: VerifyContext,
): Promise<SignatureVerdict> {
  const signature = headers['paypal-transmission-sig'];
  if (!signature) return refused('no-signature');
  // Whatever else might be named here one day would have to be looked at first.
  if (headers['paypal-auth-algo'] !== 'SHA256withRSA') return refused('no-signature-of-this-scheme');
  const id = headers['paypal-transmission-id'] ?? '';
  const time = headers['paypal-transmission-time'] ?? '';
  const certificateUrl = headers['paypal-cert-url'] ?? '';
  // A bar in one of them would be the border to the next.
  if (certificateUrl === '' || ![id, time].every((text) => /^[^|]+$/.test(text))) return refused('incomplete-headers');
  const { webhookId, toleranceSeconds } = context.options;
  if (webhookId === undefined) return refused('no-option');
  const untimely = toleranceSeconds && timestampProblem(time, 'iso8601', toleranceSeconds, context.now);
  if (untimely) return refused(untimely);

  const signed = Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`, 'utf8');
  const hash = 'sha256';
  const signedBy = { sender: 'paypal', sourceName, hosts: HOSTS, subject: SUBJECT };
  return verifyWithCertificate({ ...signedBy, certificateUrl, hash, signature, signed }, context);
}

const refused = (reason: RefusalReason): SignatureVerdict => ({ valid: false, reason });
