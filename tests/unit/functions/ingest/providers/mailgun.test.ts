import { createHmac } from 'node:crypto';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const KEY = 'an-invented-signing-key';
const ingest = () => ingestUnderTest({ sources: { mailgun: { provider: 'mailgun', secrets: [KEY] } } });

/** Written out here, so that the test does not sign as the description says. */
function signatureOf(token: string, timestamp: number) {
  const signature = createHmac('sha256', KEY).update(`${timestamp}${token}`).digest('hex');
  return { token, timestamp: String(timestamp), signature };
}

function posted({ token = 'token-1', timestamp = NOW, event = 'delivered', id = 'event-1' }) {
  const body = JSON.stringify({ signature: signatureOf(token, timestamp), 'event-data': { id, event } });
  return requestTo('mailgun', { headers: { 'content-type': 'application/json' }, body });
}

const formOf = (fields: Record<string, string>) =>
  requestTo('mailgun', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ event: 'opened', recipient: 'a@example.com', ...fields }).toString(),
  });

test('a retry under another token and time is the same delivery', async () => {
  const { post, queued } = ingest();
  for (const one of [{}, { token: 'token-2', timestamp: NOW + 60 }]) {
    expect(await post(posted(one))).toMatchObject({ status: 200 });
  }
  const [first, retry] = queued().map(({ id }) => id);
  expect(retry).toBe(first);
});

test('another event under the same token does not pass for the first', async () => {
  const { post, queued } = ingest();
  for (const one of [{}, { event: 'opened' }, { id: 'event-2' }]) await post(posted(one));
  expect(new Set(queued().map(({ id }) => id)).size).toBe(3);
});

test('a form of a route is verified by its own three fields', async () => {
  const { post, queued } = ingest();
  const signature = signatureOf('token-1', NOW);
  const answers = [await post(formOf(signature)), await post(formOf({ ...signature, token: 'token-2' }))];
  expect(answers).toMatchObject([{ status: 200 }, { status: 401 }]);
  expect(queued()).toMatchObject([{ events: [{ type: 'opened' }] }]);
});
