import { createAnswerWebhook } from '../../../../functions/ingest/answer-webhook.ts';
import { RejectedWebhook } from '#shared/errors.ts';
import type { Answer } from '../../../../functions/ingest/answer.ts';
import { fixedClock, recordingLog, recordingMetrics } from '../../../support/ports.ts';
import { github } from '../../../../functions/ingest/providers/github/github.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';
import { requestTo } from '../../../support/request-to.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const accepted: Answer = { status: 202, headers: {}, body: '' };

test.each<[string, () => Promise<Answer>, readonly unknown[]]>([
  ['that is answered', async () => accepted, []],
  [
    'that is refused',
    () => Promise.reject(new RejectedWebhook(401, 'wrong-signature', 'no')),
    [['WebhooksRejected', 1, { reason: 'wrong-signature', side: 'sender' }]],
  ],
  [
    'that we could not take',
    () => Promise.reject(new RejectedWebhook(503, 'not-durable', 'no')),
    [['WebhooksRejected', 1, { reason: 'not-durable', side: 'ours' }]],
  ],
  [
    'that fails',
    () => Promise.reject(new Error("a sender's text")),
    [['WebhooksRejected', 1, { reason: 'failed', side: 'ours' }]],
  ],
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

test('a canary counts as no webhook: one a day would hide that no sender comes any more', async () => {
  const secret = 'a-secret-of-sixteen-or-more';
  const sources = Object.fromEntries(
    ['shop', 'canary'].map((name) => [name, { provider: 'github', secrets: [secret] }]),
  );
  const { post, metrics, queued } = ingestUnderTest({ sources });
  const headers = { 'x-github-event': 'push', 'x-github-delivery': 'd-1' };
  const request = signedRequest({ provider: github, secret, body: '{}', headers });
  for (const sourceName of ['shop', 'canary'])
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post({ ...request, sourceName })).toMatchObject({ status: 202 });
  expect(queued()).toHaveLength(2);
  expect(metrics.recorded).toEqual([['WebhooksAccepted', 1, {}]]);
});
