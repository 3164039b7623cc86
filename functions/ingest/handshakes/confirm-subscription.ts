import { RejectedWebhook } from '#shared/errors.ts';
import type { Reader } from '#shared/ports.ts';
import { SNS_HOST, snsHost } from './sns-host.ts';
import { tryAgainLater } from '../try-again-later.ts';

/** It answers in some 100 ms. Together with the certificate of the signature it stays within the time for an answer. */
const CONFIRMED_WITHIN_MS = 3000;
/** A few lines of XML. */
const ANSWER_BYTES_MAX = 64 * 1024;

/** Tells SNS that this endpoint wants the topic: only what asks for exactly that, and of SNS alone, is fetched. */
export function createConfirmSubscription(loadReader: () => Promise<Reader>) {
  /**
   * @param topicArn the signed one of the message, if it has any
   * @throws {RejectedWebhook} 400 for any other URL, 503 when SNS does not confirm
   */
  return async function confirmSubscription(text: string, topicArn: string | undefined): Promise<void> {
    const url = URL.parse(text);
    if (!url || !isOfSns(url, topicArn) || !isAboutTopic(url, topicArn)) {
      throw new RejectedWebhook(400, 'subscription-url', 'This is no URL that confirms a subscription.');
    }
    const failure = await whyNotConfirmed(url.href, loadReader);
    if (failure)
      throw tryAgainLater('not-confirmed', 'The subscription could not be confirmed. Try again.', 20, failure);
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html: SNS of the topic's Region. */
function isOfSns({ protocol, username, password, hostname, port }: URL, topicArn: string | undefined): boolean {
  const isPlain = protocol === 'https:' && username === '' && password === '' && port === '';
  const host = snsHost(topicArn ?? '');
  return isPlain && (host === undefined ? SNS_HOST.test(hostname) : hostname === host);
}

/** Of a field that stands there twice, SNS might take the other one. */
function isAboutTopic({ searchParams }: URL, topicArn: string | undefined): boolean {
  const [action, ...otherActions] = searchParams.getAll('Action');
  const [topic, ...otherTopics] = searchParams.getAll('TopicArn');
  if (action !== 'ConfirmSubscription' || otherActions.length > 0 || otherTopics.length > 0) return false;
  return topic === undefined || topic === topicArn || !topic.startsWith('arn:');
}

/** Without the URL: its token may unsubscribe, too. */
async function whyNotConfirmed(url: string, loadReader: () => Promise<Reader>): Promise<Error | undefined> {
  try {
    const reader = await loadReader();
    const { status } = await reader.get(url, {
      headers: {},
      timeoutMs: CONFIRMED_WITHIN_MS,
      bytesMax: ANSWER_BYTES_MAX,
      signal: AbortSignal.timeout(CONFIRMED_WITHIN_MS),
    });
    return status === 200 ? undefined : new Error(`SNS answered ${status}`);
  } catch (error) {
    return new Error('SNS could not be asked', { cause: error });
  }
}
