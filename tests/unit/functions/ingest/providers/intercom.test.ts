import { intercom } from '../../../../../functions/ingest/providers/intercom/intercom.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-client-secret';
const ingest = () => ingestUnderTest({ sources: { intercom: { provider: 'intercom', secrets: [secret] } } });

test('a retry that counts its attempts in the body is the same delivery', async () => {
  const { post, queued } = ingest();
  const notification = { type: 'notification_event', id: 'notif_1', topic: 'contact.created' };
  for (const attempts of [1, 2]) {
    const body = JSON.stringify({ ...notification, delivery_attempts: attempts });
    expect(await post(signedRequest({ provider: intercom, secret, body }))).toMatchObject({ status: 200 });
  }
  const [first, retry] = queued().map(({ id }) => id);
  expect(retry).toBe(first);
});

test('only the ping needs no signature, and nothing comes of it', async () => {
  const { post, queued } = ingest();
  const answers = ['ping', 'contact.created'].map((topic) => {
    const body = JSON.stringify({ type: 'notification_event', id: null, topic });
    return post(requestTo('intercom', { headers: { 'content-type': 'application/json' }, body }));
  });
  expect(await Promise.all(answers)).toMatchObject([{ status: 200, body: '' }, { status: 401 }]);
  expect(queued()).toEqual([]);
});
