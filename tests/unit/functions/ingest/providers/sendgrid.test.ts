import { generateKeyPairSync, sign } from 'node:crypto';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const verificationKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const ingest = () => ingestUnderTest({ sources: { mail: { provider: 'sendgrid', secrets: [verificationKey] } } });

const event = (id: string, kind: string) => ({ email: 'a@example.com', event: kind, sg_event_id: id, timestamp: NOW });

/** As SendGrid writes it: a line per event, and CRLF at the end. */
const batchOf = (events: readonly object[]) => `[${events.map((one) => JSON.stringify(one)).join(',\r\n')}]\r\n`;

function posted(body: string, now = NOW) {
  const signature = sign('sha256', Buffer.from(`${now}${body}`), privateKey).toString('base64');
  const prefix = 'x-twilio-email-event-webhook';
  const headers = {
    'content-type': 'application/json',
    [`${prefix}-timestamp`]: String(now),
    [`${prefix}-signature`]: signature,
  };
  return requestTo('mail', { headers, body });
}

test('events keep their ids when a retry groups them differently', async () => {
  const [first, second, third] = [event('e1', 'processed'), event('e2', 'delivered'), event('e3', 'open')];
  const { post, queued } = ingest();
  await post(posted(batchOf([first, second, third])));
  await post(posted(batchOf([third, first])));
  const [whole, regrouped] = queued().map(({ events }) => events);
  expect(whole?.map(({ type }) => type)).toEqual(['processed', 'delivered', 'open']);
  expect(new Set(whole?.map(({ id }) => id)).size).toBe(3);
  expect(regrouped?.map(({ id }) => id)).toEqual([whole?.[2]?.id, whole?.[0]?.id]);
});

test('a batch that is signed anew an hour later is the same delivery', async () => {
  const { post, queued } = ingest();
  const body = batchOf([event('e1', 'delivered')]);
  for (const now of [NOW, NOW + 3600]) expect(await post(posted(body, now))).toMatchObject({ status: 202 });
  const [first, again] = queued().map(({ id }) => id);
  expect(again).toBe(first);
});

test('an event without an id does not cost the others, but a batch of none with one is refused by its place', async () => {
  const { post } = ingest();
  expect((await post(posted(batchOf([event('e1', 'open'), { event: 'open' }])))).status).toBe(202);
  const answer = await post(posted(batchOf([{ event: 'open' }])));
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('/0');
});
