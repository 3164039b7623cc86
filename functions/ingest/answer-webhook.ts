import type { Clock, Log, Metrics } from '#shared/ports.ts';
import { within } from '#shared/within.ts';
import type { Answer } from './answer.ts';
import { answerRejected } from './answer-rejected.ts';
import type { SourceLookup } from './source-lookup.ts';
import { tryAgainLater } from './try-again-later.ts';
import type { WebhookRequest } from './webhook-request.ts';

/**
 * Two seconds before Lambda would end the function, and the sender would get a 500 without Retry-After. What is waited for
 * takes less at worst: 3.1 s for the first look at the sources, 3.1 s for a large body, 0.8 s for the queue and 0.7 s for the
 * bucket.
 */
export const ANSWER_WITHIN_MS = 8000;

export interface AnswerWebhookPorts {
  readonly acceptWebhook: (request: WebhookRequest) => Promise<Answer>;
  readonly sources: Pick<SourceLookup, 'refresh'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Every webhook gets an answer, whatever becomes of it, and in time; sources are read again beside it. */
export function createAnswerWebhook({ acceptWebhook, sources, clock, log, metrics }: AnswerWebhookPorts) {
  const acceptInTime = async (request: WebhookRequest): Promise<Answer> => {
    const answer = await within(acceptWebhook(request), ANSWER_WITHIN_MS, clock);
    if (answer === 'late') throw tryAgainLater('too-slow', 'The webhook could not be stored in time. Try again.', 5);
    return answer;
  };

  return async function answerWebhook(request: WebhookRequest): Promise<Answer> {
    const answered = acceptInTime(request).catch((error: unknown) =>
      answerRejected(error, request.sourceName, { log, metrics }),
    );
    try {
      const [answer] = await Promise.all([answered, sources.refresh()]);
      return answer;
    } finally {
      metrics.flush();
    }
  };
}
