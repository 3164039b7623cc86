import { readUnverified } from '../../signature/read-unverified.ts';
import { timestampProblem } from '../../signature/timestamp-problem.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from '../../signature/signature-verdict.ts';
import { verifyWithCertificate } from '../../signature/verify-with-certificate.ts';
import { textOf, valueAt, type WebhookRequest } from '../../webhook-request.ts';
import { signedLines } from './signed-lines.ts';
import { SNS_HOST, snsHost } from '../../handshakes/sns-host.ts';

/** As SNS names all of its certificates; nothing else that lies at its hosts is one. */
const FILE = /^SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem$/;
/**
 * `sns.amazonaws.com` in the regions that everybody has; the others have their own names, as AWS's SDK for Java lists them:
 * `sns-signing.af-south-1.amazonaws.com`, `sns-us-gov-west-1.amazonaws.com`, `sns-cn-north-1.amazonaws.com.cn`.
 */
const SUBJECT = /^sns(?:-signing)?(?:[.-][a-z0-9-]{3,30})?\.amazonaws\.com(?:\.cn)?$/;

const HASHES = new Map<string, 'sha1' | 'sha256'>([
  ['1', 'sha1'],
  ['2', 'sha256'],
]);

export async function verifyAwsSns(request: WebhookRequest, context: VerifyContext): Promise<SignatureVerdict> {
  // Raw delivery posts what was published and nothing else, unsigned.
  if (request.headers['x-amz-sns-rawdelivery'] === 'true') return refused('no-signature');
  const body = readUnverified(request.body);
  if (body === undefined) return refused('incomplete-body');
  const text = (name: string) => textOf(valueAt(body, `/${name}`)) ?? '';

  if (text('Signature') === '') return refused('no-signature');
  const hash = HASHES.get(text('SignatureVersion'));
  if (!hash) return refused('no-signature-of-this-scheme');
  const signed = signedLines(body);
  if (!signed) return refused('incomplete-body');
  // Everybody may make SNS sign something, under a topic of their own.
  if (!context.options.topicArns?.includes(text('TopicArn'))) return refused('topic-not-allowed');
  const { toleranceSeconds } = context.options;
  const untimely = toleranceSeconds && timestampProblem(text('Timestamp'), 'iso8601', toleranceSeconds, context.now);
  if (untimely) return refused(untimely);

  const certificateUrl = text('SigningCertURL');
  if (!isOfSns(certificateUrl, text('TopicArn'))) return refused('certificate-host');
  const signature = text('Signature');
  const signedBy = { sender: 'aws-sns', sourceName: request.sourceName, hosts: SNS_HOST, subject: SUBJECT };
  return verifyWithCertificate({ ...signedBy, certificateUrl, hash, signature, signed }, context);
}

/** Whether a certificate lies where SNS puts it that posts for this topic. */
function isOfSns(certificateUrl: string, topicArn: string): boolean {
  const host = snsHost(topicArn);
  const folder = `https://${host}/`;
  return host !== undefined && certificateUrl.startsWith(folder) && FILE.test(certificateUrl.slice(folder.length));
}

const refused = (reason: RefusalReason): SignatureVerdict => ({ valid: false, reason });
