import { createHash } from 'node:crypto';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { readBody } from '#shared/messages/body.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import { MESSAGE_BYTES_MAX } from '../../../../functions/ingest/queue-delivery.ts';
import type { Provider } from '../../../../functions/ingest/providers/provider.ts';
import { ingestUnderTest } from '../../../support/ingest-under-test.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../../support/made-up-provider.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const KIB = 1024;
const form = 'application/x-www-form-urlencoded';
const byHeader = madeUpProvider();

async function post(body: string | Buffer, provider: Provider = byHeader, contentType = 'application/json') {
  const ingest = ingestUnderTest({
    providers: [provider],
    sources: { 'made-up': { provider: 'made-up', secrets: ['s'] } },
  });
  const answer = await ingest.post(
    signedRequest({ provider, secret: 's', headers: { 'x-id': '1' }, body, contentType }),
  );
  return { ...ingest, answer };
}

type Posted = Awaited<ReturnType<typeof post>>;
const sizes = ({ deliveries }: Posted) => deliveries.sent.map(({ body, attributes }) => messageBytes(body, attributes));
const bodiesOf = ({ queued, results }: Posted) => Promise.all(queued().map(({ body }) => readBody(body, results)));

/** A JSON body that makes the finished message exactly this many bytes. */
async function bodyForMessageOf(bytes: number, character = 'x'): Promise<string> {
  const [least = 0] = sizes(await post('{"a":""}'));
  const characterBytes = JSON.stringify(JSON.stringify(character)).length - JSON.stringify('""').length;
  return `{"a":"${character.repeat((bytes - least) / characterBytes)}"}`;
}

describe('the claim check', () => {
  test('a message of exactly 200 KiB carries its body', async () => {
    const posted = await post(await bodyForMessageOf(200 * KIB));
    expect(sizes(posted)).toEqual([200 * KIB]);
    expect(posted.queued()).toMatchObject([{ body: { text: expect.any(String) } }]);
    expect(posted.results.calls).toEqual([]);
  });

  test('one byte over 200 KiB the body is in the bucket before the message is sent', async () => {
    const body = await bodyForMessageOf(200 * KIB + 1);
    const posted = await post(body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const [delivery] = posted.queued();
    const key = `claim-checks/made-up/${delivery?.id}/${sha256}`;
    expect(delivery?.body).toEqual({ bucket: 'results', key, bytes: body.length, sha256 });
    expect(posted.results.stored.get(key)?.bytes.toString()).toBe(body);
  });

  test('nothing is sent when the bucket does not confirm', async () => {
    const ingest = ingestUnderTest({
      providers: [byHeader],
      sources: { 'made-up': { provider: 'made-up', secrets: ['s'] } },
    });
    ingest.results.failWith(new Error('no bucket'));
    const body = `{"a":"${'x'.repeat(300 * KIB)}"}`;
    expect(
      await ingest.post(signedRequest({ provider: byHeader, secret: 's', headers: { 'x-id': '1' }, body })),
    ).toMatchObject({ status: 503 });
    expect(ingest.deliveries.sent).toEqual([]);
  });

  test.each([200 * KIB, 256 * KIB, 1024 * KIB, 4096 * KIB])(
    'a body of %i bytes comes back byte for byte from a small message',
    async (bytes) => {
      const body = Buffer.from(`{"a":"${'é'.repeat((bytes - 8) / 2)}"}`);
      expect(body.length).toBe(bytes);
      const posted = await post(body);
      expect(posted.answer.status).toBe(202);
      expect(Math.max(...sizes(posted))).toBeLessThan(2 * KIB);
      // Not toEqual: Jest compares buffers element by element.
      expect((await bodiesOf(posted)).map((read) => read.equals(body))).toEqual([true]);
    },
  );

  test('counts what escaping makes of the body, not the body', async () => {
    const posted = await post(`{"a":"${'é'.repeat(40 * KIB)}"}`);
    expect(posted.queued()).toMatchObject([{ body: { bytes: 80 * KIB + 8 } }]);
  });

  test('a retry falls on the same object', async () => {
    const ingest = await post(`{"a":"${'x'.repeat(300 * KIB)}"}`);
    await ingest.post(
      signedRequest({
        provider: byHeader,
        secret: 's',
        headers: { 'x-id': '1' },
        body: `{"a":"${'x'.repeat(300 * KIB)}"}`,
      }),
    );
    expect(ingest.results.stored.size).toBe(1);
    expect(ingest.results.calls).toHaveLength(2);
  });
});

describe('what SQS and SNS refuse or count otherwise never reaches them as it is', () => {
  test.each([
    ['other scripts', '{"a":"東京 Zoë 🚀"}'],
    ['U+FFFE and U+FFFF', '{"a":"\ufffe\uffff"}'],
    ['escaped lone surrogates', '{"a":"\\ud83d"}'],
    ['escaped control characters', '{"a":"\\u0000\\u0008"}'],
    ['delete and the C1 controls', '{"a":"\u007f\u0085"}'],
    ['line separators', '{"a":"\u2028\u2029"}'],
    ['CRLF and tabs between tokens', '{\r\n\t"a" : 1 }\r\n'],
  ])('%s', async (_, body) => {
    const posted = await post(body);
    const [message] = posted.deliveries.sent;
    expect(message?.body).toMatch(/^[\x20-\x7e]+$/);
    expect(await bodiesOf(posted)).toEqual([Buffer.from(body)]);
  });

  test('raw control characters in a form travel escaped', async () => {
    const provider = madeUpProvider({ contentTypes: [form] });
    const posted = await post('a=\u0001\u0000', provider, form);
    expect(posted.deliveries.sent[0]?.body).toMatch(/^[\x20-\x7e]+$/);
    expect(await bodiesOf(posted)).toEqual([Buffer.from('a=\u0001\u0000')]);
  });
});

const elements = (count: number, id = (index: number) => `e${index}`) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => ({ id: id(index), type: 'seen' })));

describe('an array of events', () => {
  const provider = madeUpArrayProvider();

  test('keeps its signed body once, however small it is', async () => {
    const posted = await post(elements(2), provider);
    expect(posted.results.stored.size).toBe(1);
    expect(await bodiesOf(posted)).toEqual([Buffer.from(elements(2))]);
  });

  test('of 500 events is one message, of 501 two with the same delivery id and body', async () => {
    expect((await post(elements(500), provider)).queued().map(({ events }) => events.length)).toEqual([500]);
    const posted = await post(elements(501), provider);
    const [first, second] = posted.queued();
    expect([first?.events.length, second?.events.length]).toEqual([500, 1]);
    expect(second).toEqual({ ...first, events: second?.events });
    expect(second?.events).toMatchObject([{ pointer: '/500' }]);
    expect(posted.results.stored.size).toBe(1);
  });

  test('whose ids are long still fits, each event once and in order', async () => {
    const posted = await post(
      elements(600, (index) => `${index}${'é'.repeat(250)}`),
      provider,
    );
    expect(posted.deliveries.sent.length).toBeGreaterThan(2);
    expect(Math.max(...sizes(posted))).toBeLessThanOrEqual(MESSAGE_BYTES_MAX);
    const pointers = posted.deliveries.sent.flatMap(({ body }) =>
      readDelivery(body).events.map(({ pointer }) => pointer),
    );
    expect(pointers).toEqual(Array.from({ length: 600 }, (_, index) => `/${index}`));
  });

  test('is not accepted unless every one of its messages is confirmed', async () => {
    const ingest = ingestUnderTest({
      providers: [provider],
      sources: { 'made-up': { provider: 'made-up', secrets: ['s'] } },
    });
    const put = ingest.results.put.bind(ingest.results);
    ingest.results.put = (key, bytes, type) =>
      key.startsWith(SPILLED_PREFIX) ? Promise.reject(new Error('no bucket')) : put(key, bytes, type);
    const send = ingest.deliveries.send.bind(ingest.deliveries);
    ingest.deliveries.send = (message) =>
      ingest.deliveries.sent.length === 2 ? Promise.reject(new Error('throttled')) : send(message);
    const answer = await ingest.post(signedRequest({ provider, secret: 's', body: elements(1501) }));
    expect(answer.status).toBe(503);
  });
});
