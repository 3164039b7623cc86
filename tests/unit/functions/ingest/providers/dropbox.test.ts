import { dropbox } from '../../../../../functions/ingest/providers/dropbox/dropbox.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-app-secret';
const ingest = () => ingestUnderTest({ sources: { dropbox: { provider: 'dropbox', secrets: [secret] } } });

test('every account is an event, and the same bytes are news each time', async () => {
  const { post, queued } = ingest();
  const body = JSON.stringify({ list_folder: { accounts: ['dbid:a', 'dbid:b'] }, delta: { users: [1, 2] } });
  for (const _ of [1, 2])
    expect(await post(signedRequest({ provider: dropbox, secret, body }))).toMatchObject({ status: 200 });
  const events = queued().flatMap((delivery) => delivery.events);
  expect(events.map(({ type, pointer }) => [type, pointer])).toEqual([
    ['list_folder', '/list_folder/accounts/0'],
    ['list_folder', '/list_folder/accounts/1'],
    ['list_folder', '/list_folder/accounts/0'],
    ['list_folder', '/list_folder/accounts/1'],
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(4);
});

test('a GET without a challenge is no handshake', async () => {
  expect(await ingest().post(requestTo('dropbox', { method: 'GET' }))).toMatchObject({
    status: 405,
    headers: { allow: 'POST, GET' },
  });
});
