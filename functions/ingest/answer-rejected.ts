import { RejectedWebhook } from '#shared/errors.ts';
import type { Log, Metrics } from '#shared/ports.ts';
import type { Answer } from './answer.ts';

/** A name that long is nobody's source, and it is the one thing of a stranger's that reaches a log. */
const LOGGED_NAME_CHARACTERS_MAX = 64;

/** The answer to a webhook that was not accepted, and its one log line: neither body nor header nor secret is in it. */
export function answerRejected(
  error: unknown,
  sourceName: string,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): Answer {
  // A terminal may act on what is not plain ASCII.
  const source = sourceName.slice(0, LOGGED_NAME_CHARACTERS_MAX).replace(/[^\x20-\x7e]/g, '?');
  if (!(error instanceof RejectedWebhook)) {
    log.error('Webhook failed', { source, error });
    metrics.record('WebhooksRejected', 1, { reason: 'failed', side: 'ours' });
    return problem(503, 'failed', 'Something went wrong here. Try again.', { 'retry-after': '30' });
  }
  const side = error.status >= 500 ? 'ours' : 'sender';
  metrics.record('WebhooksRejected', 1, { reason: error.reason, side });
  const fields = { source, status: error.status, reason: error.reason };
  if (error.cause === undefined) log.warn('Webhook rejected', fields);
  else log.error('Webhook rejected', { ...fields, error: error.cause });
  return problem(error.status, error.reason, error.message, error.headers);
}

/** A signature's answer does not say how far the sender came: that is for our log alone. */
function problem(status: number, reason: string, message: string, headers: Readonly<Record<string, string>>): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ error: status === 401 ? 'bad-signature' : reason, message }),
  };
}
