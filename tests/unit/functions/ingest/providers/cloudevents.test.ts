import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const ingest = () =>
  ingestUnderTest({
    sources: { events: { provider: 'cloudevents', secrets: ['t'], options: { allowedOrigins: ['Sender.example'] } } },
  });
const event = (id: string, more: object = {}) => ({ specversion: '1.0', id, source: '/s', type: `of.${id}`, ...more });
const posted = (contentType: string, body: unknown, headers: Record<string, string> = {}) =>
  requestTo('events', {
    headers: { authorization: 'Bearer t', 'content-type': contentType, ...headers },
    body: JSON.stringify(body),
  });
const structured = (body: unknown) => posted('application/cloudevents+json; charset=utf-8', body);
const batch = (body: readonly object[]) => posted('application/cloudevents-batch+json', body);
const binary = (id: string, body: unknown) =>
  posted('application/json', body, { 'ce-id': id, 'ce-source': '/s', 'ce-type': `of.${id}`, 'ce-specversion': '1.0' });

test('an event has one id in structured and in binary mode, whatever else a retry says', async () => {
  const { post, queued } = ingest();
  for (const request of [structured(event('a')), structured(event('a', { attempt: 2 })), binary('a', { n: 1 })]) {
    expect(await post(request)).toMatchObject({ status: 202 });
  }
  expect(new Set(queued().map(({ id }) => id)).size).toBe(1);
  expect(queued().map(({ events }) => events.map(({ type }) => type))).toEqual([['of.a'], ['of.a'], ['of.a']]);
});

test('the events of a batch keep their ids however they are grouped', async () => {
  const { post, queued } = ingest();
  await post(batch([event('a'), event('b'), event('c')]));
  await post(batch([event('c'), event('a')]));
  const [whole = [], regrouped = []] = queued().map(({ events }) => events);
  expect(whole.map(({ type, pointer }) => [type, pointer])).toEqual([
    ['of.a', '/0'],
    ['of.b', '/1'],
    ['of.c', '/2'],
  ]);
  expect(regrouped.map(({ id }) => id)).toEqual([whole[2]?.id, whole[0]?.id]);
});

test('an array in binary mode is what one event is about', async () => {
  const { post, queued } = ingest();
  await post(binary('a', [event('x'), event('y')]));
  expect(queued()[0]?.events).toMatchObject([{ id: queued()[0]?.id, type: 'of.a' }]);
});

test.each([
  ['a text', '"text"', 'application/json'],
  ['a number', '5', 'application/json'],
  ['nothing', '', 'application/json'],
  ['nothing at all', '', undefined],
])('an event in binary mode may be about %s', async (_what, body, contentType) => {
  const { post, queued } = ingest();
  const { headers } = binary('a', {});
  const request = requestTo('events', { headers: { ...headers, 'content-type': contentType }, body });
  expect(await post(request)).toMatchObject({ status: 202 });
  expect(queued()).toMatchObject([{ body: { text: body }, events: [{ type: 'of.a', senderEventId: 'a' }] }]);
});

test.each([
  ['JSON that is none in binary mode', { ...binary('a', {}), body: Buffer.from('{') }],
  ['nothing without a name', { ...structured({}), body: Buffer.alloc(0) }],
  ['a batch of none', batch([])],
  ['a structured one without an id', structured({ type: 't', source: '/s' })],
])('%s is malformed', async (_what, request) => {
  expect(await ingest().post(request)).toMatchObject({ status: 400 });
});

test('the token may stand in the query, but a wrong one in the header decides', async () => {
  const { post } = ingest();
  const url = 'https://hooks.example.com/webhooks/events?access_token=t';
  const { headers, body } = structured(event('a'));
  const without = { 'content-type': headers['content-type'] };
  expect(await post(requestTo('events', { url, headers: without, body }))).toMatchObject({ status: 202 });
  const wrong = { ...without, authorization: 'Bearer u' };
  expect(await post(requestTo('events', { url, headers: wrong, body }))).toMatchObject({ status: 401 });
});

const asked = (origin: string) =>
  ingest().post(requestTo('events', { method: 'OPTIONS', headers: { 'webhook-request-origin': origin } }));

test('only an origin that is allowed is told so', async () => {
  expect(await asked('sender.example')).toMatchObject({
    status: 200,
    headers: { 'webhook-allowed-origin': 'sender.example', 'webhook-allowed-rate': '*', allow: 'POST' },
  });
  const refused = await asked('sender.example.org');
  expect([refused.status, refused.headers['webhook-allowed-origin']]).toEqual([405, undefined]);
});
