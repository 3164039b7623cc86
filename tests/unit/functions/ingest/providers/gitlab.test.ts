import { gitlab } from '../../../../../functions/ingest/providers/gitlab/gitlab.ts';
import type { WebhookRequest } from '../../../../../functions/ingest/webhook-request.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const SIGNING_TOKEN = `whsec_${Buffer.from('an invented token of 32 bytes!!!').toString('base64')}`;
const SECRET_TOKEN = 'an-invented-secret-token';
const BODY = JSON.stringify({ object_kind: 'push', ref: 'refs/heads/main' });
const NAMED = { 'idempotency-key': 'k-1', 'webhook-id': 'k-1', 'content-type': 'application/json' };

const ingest = (...secrets: readonly string[]) =>
  ingestUnderTest({ sources: { gitlab: { provider: 'gitlab', secrets } } });
const signed = signedRequest({ provider: gitlab, secret: SIGNING_TOKEN, headers: NAMED, body: BODY });
const withHeaders = (headers: WebhookRequest['headers']): WebhookRequest => ({
  ...requestTo('gitlab', { body: BODY }),
  headers,
});

test.each(['v1,AAAA', '', 'v2,AAAA'])('the signature %j is not made good by the right token', async (signature) => {
  const headers = { ...signed.headers, 'webhook-signature': signature, 'x-gitlab-token': SECRET_TOKEN };
  const answer = await ingest(SIGNING_TOKEN, SECRET_TOKEN).post(withHeaders(headers));
  expect(answer.status).toBe(401);
});

test('a webhook is the same delivery whether it is signed or has the token', async () => {
  const { post, queued } = ingest(SIGNING_TOKEN, SECRET_TOKEN);
  const { 'webhook-id': _, ...named } = NAMED;
  const answers = [await post(signed), await post(withHeaders({ ...named, 'x-gitlab-token': SECRET_TOKEN }))];
  expect(answers).toMatchObject([{ status: 202 }, { status: 202 }]);
  const [first, second] = queued().map(({ id }) => id);
  expect(second).toBe(first);
});

test('a signing token that is sent as it is proves nothing', async () => {
  const answer = await ingest(SIGNING_TOKEN).post(withHeaders({ ...NAMED, 'x-gitlab-token': SIGNING_TOKEN }));
  expect(answer.status).toBe(401);
});

test('the token does not reach the delivery', async () => {
  const { post, deliveries } = ingest(SECRET_TOKEN);
  await post(withHeaders({ ...NAMED, 'x-gitlab-token': SECRET_TOKEN }));
  expect(deliveries.sent).toHaveLength(1);
  expect(JSON.stringify(deliveries.sent)).not.toContain(SECRET_TOKEN);
});
