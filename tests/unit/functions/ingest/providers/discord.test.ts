import { generateKeyPairSync, sign } from 'node:crypto';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const applicationKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
const ingest = () => ingestUnderTest({ sources: { discord: { provider: 'discord', secrets: [applicationKey] } } });

function posted(content: object, signedContent: object = content) {
  const signature = sign(null, Buffer.from(`${NOW}${JSON.stringify(signedContent)}`), privateKey).toString('hex');
  const headers = {
    'content-type': 'application/json',
    'x-signature-timestamp': String(NOW),
    'x-signature-ed25519': signature,
  };
  return requestTo('discord', { headers, body: JSON.stringify(content) });
}

const webhookEvent = {
  version: 1,
  application_id: '2',
  type: 1,
  event: { type: 'ENTITLEMENT_CREATE', timestamp: 'T' },
};

test.each([
  ['a PING of interactions', { id: '1', type: 1 }, { status: 200, body: '{"type":1}' }, []],
  ['a PING of webhook events', { version: 1, type: 0 }, { status: 204, body: '' }, []],
  ['a webhook event, whose type is 1 as well', webhookEvent, { status: 204, body: '' }, ['ENTITLEMENT_CREATE']],
  ['a command', { id: '1', type: 2 }, { status: 200, body: '{"type":5}' }, ['2']],
  ['a component', { id: '1', type: 3 }, { status: 200, body: '{"type":6}' }, ['3']],
  ['an autocompletion', { id: '1', type: 4 }, { status: 200, body: '{"type":8,"data":{"choices":[]}}' }, ['4']],
  ['a form', { id: '1', type: 5 }, { status: 200, body: '{"type":5}' }, ['5']],
])('%s gets the answer that Discord wants', async (_, content, wanted, types) => {
  const { post, queued } = ingest();
  expect(await post(posted(content))).toMatchObject(wanted);
  expect(queued().flatMap(({ events }) => events.map(({ type }) => type))).toEqual(types);
});

test('its probes with a wrong signature are refused with 401, a PING too', async () => {
  const { post, queued } = ingest();
  const probes = [{ id: '1', type: 1 }, { version: 1, type: 0 }, webhookEvent];
  const answers = await Promise.all(probes.map((content) => post(posted(content, { type: 2 }))));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(queued()).toEqual([]);
});

test('a webhook event that comes again is the same delivery, and one of another time is not', async () => {
  const { post, queued } = ingest();
  const later = { ...webhookEvent, event: { ...webhookEvent.event, timestamp: 'U' } };
  for (const content of [webhookEvent, webhookEvent, later]) await post(posted(content));
  const [first, again, other] = queued().map(({ id }) => id);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
