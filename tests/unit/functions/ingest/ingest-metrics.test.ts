import { createAnswerWebhook } from '../../../../functions/ingest/answer-webhook.ts';
import { RejectedWebhook } from '#shared/errors.ts';
import type { Answer } from '../../../../functions/ingest/answer.ts';
import { fixedClock, recordingLog, recordingMetrics } from '../../../support/ports.ts';
import { requestTo } from '../../../support/request-to.ts';

const accepted: Answer = { status: 202, headers: {}, body: '' };

test.each<[string, () => Promise<Answer>, readonly unknown[]]>([
  ['that is answered', async () => accepted, []],
  [
    'that is refused',
    () => Promise.reject(new RejectedWebhook(401, 'wrong-signature', 'no')),
    [['WebhooksRejected', 1, { reason: 'wrong-signature' }]],
  ],
  ['that fails', () => Promise.reject(new Error("a sender's text")), [['WebhooksRejected', 1, { reason: 'failed' }]]],
])('a request %s is flushed once, with a reason in our own words', async (_, acceptWebhook, recorded) => {
  const metrics = recordingMetrics();
  const answerWebhook = createAnswerWebhook({
    acceptWebhook,
    sources: { refresh: async () => undefined },
    clock: fixedClock(0),
    log: recordingLog(),
    metrics,
  });
  await answerWebhook(requestTo('github', {}));
  expect(metrics.recorded).toEqual(recorded);
  expect(metrics.flushed).toEqual([recorded.length]);
});
