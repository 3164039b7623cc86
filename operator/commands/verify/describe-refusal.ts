import type { RefusalReason } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { RefusedCase } from './signature-case.ts';

const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  'no-signature': 'There is no signature.',
  'no-signature-of-this-scheme': 'There is a signature, but none of a kind that counts.',
  'no-timestamp': 'There is no timestamp.',
  'malformed-timestamp': 'The timestamp is not written as this sender writes it.',
  'stale-timestamp': 'The timestamp is too old.',
  'future-timestamp': 'The timestamp is ahead of the clock.',
  'incomplete-headers': 'A header that is signed, or asked for, is missing or not as it must be.',
  'incomplete-body': 'The body cannot be read, or has not all of what is signed.',
  'no-usable-secret': 'None of the source’s secrets can be a key of this sender.',
  'no-option': 'The source lacks an option that is signed (such as webhookId).',
  'certificate-host': 'The certificate is not at its sender’s documented host.',
  'certificate-refused':
    'The certificate is no good: out of date, made out to somebody else, too weak, or its chain does not close.',
  'topic-not-allowed': 'The source does not allow this topic (topicArns).',
  'wrong-signature':
    'The signature is not that of this request under this secret, and none of the usual mistakes explains it: body, signature or secret is another one.',
};

/** Where no diagnosis knows more. */
export const describeRefusal = ({ reason }: Pick<RefusedCase, 'reason'>): string => SENTENCES[reason];
