import { valueAt } from '../../webhook-request.ts';

const ofConfirmation = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html, in this order. */
const SIGNED_FIELDS = new Map<unknown, readonly string[]>([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', ofConfirmation],
  ['UnsubscribeConfirmation', ofConfirmation],
]);

/** What SNS signed of this body, a line for each name and each value; undefined when it does not have all of it. */
export function signedLines(body: unknown): Buffer | undefined {
  const lines: string[] = [];
  for (const name of SIGNED_FIELDS.get(valueAt(body, '/Type')) ?? []) {
    const value = valueAt(body, `/${name}`);
    // The only one that a publisher may leave away.
    if (name === 'Subject' && (value === undefined || value === null)) continue;
    if (typeof value !== 'string' || !isUnambiguous(name, value)) return undefined;
    lines.push(`${name}\n${value}\n`);
  }
  return lines.length === 0 ? undefined : Buffer.from(lines.join(''), 'utf8');
}

/**
 * Names and values are signed as lines alike, so a message that has such lines in it could be cut into other fields, a new id
 * among them. SNS itself writes a line break nowhere else. Half a surrogate pair would become the same bytes as U+FFFD.
 */
const isUnambiguous = (name: string, value: string) =>
  value.isWellFormed() && (name === 'Message' || !/[\r\n]/.test(value));
