// Requests that carry no event, to providers that are made up of what the shipped ones need.
import { createHmac, hash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Handshake, Provider } from '../../../../functions/ingest/providers/provider.ts';
import type { WebhookRequest } from '../../../../functions/ingest/webhook-request.ts';
import { readOffer } from '#shared/messages/offer.ts';
import type { Reader } from '#shared/ports.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { ingestUnderTest, NOW } from '../../../support/ingest-under-test.ts';
import { madeUpProvider } from '../../../support/made-up-provider.ts';
import { requestTo } from '../../../support/request-to.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const SECRET = 'a-secret-nobody-may-read';
const later = new Date((NOW + 60) * 1000).toISOString();
const earlier = new Date((NOW - 60) * 1000).toISOString();

interface Given {
  readonly secrets?: readonly unknown[];
  readonly options?: object;
  readonly awaitsSecretUntil?: string;
  readonly offerSha256?: string;
  readonly reader?: Reader;
  readonly provider?: Partial<Provider>;
}

function given(handshake: Omit<Handshake, 'name'>, { reader, provider, ...source }: Given = {}) {
  const description = madeUpProvider({ handshakes: [{ name: 'hello', ...handshake }], ...provider });
  const sources = { 'made-up': { provider: 'made-up', secrets: [SECRET], ...source } };
  const ingest = ingestUnderTest({ providers: [description], sources, ...(reader && { reader }) });
  return {
    ...ingest,
    ask: (sent: Parameters<typeof requestTo>[1]) => ingest.post(requestTo('made-up', sent)),
    tell: (body: string, secret = SECRET, headers = {}) =>
      ingest.post(signedRequest({ provider: description, secret, body, headers })),
    offers: () => [...ingest.config.stored].filter(([key]) => key.startsWith('offers/')),
  };
}

const withQuery = (query: string): Partial<WebhookRequest> => ({
  method: 'GET',
  url: `https://hooks.example.com/webhooks/made-up?${query}`,
});

describe('a challenge in the query', () => {
  const echo = {
    method: 'GET',
    signed: false,
    when: { 'query:challenge': { is: 'present' } },
    answer: { status: 200, text: '{query:challenge}' },
  } as const;

  test('is sent back decoded, as a text that no browser takes for a page', async () => {
    const ingest = given(echo);
    expect(await ingest.ask(withQuery('challenge=abc123%3Cscript%3E'))).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
      body: 'abc123<script>',
    });
    expect(ingest.log.lines).toEqual([
      { level: 'info', message: 'Handshake answered', fields: { source: 'made-up', handshake: 'hello' } },
    ]);
  });

  test('is answered neither for a source of another provider nor for no source', async () => {
    const ingest = given(echo, { provider: { handshakes: [] } });
    expect(await ingest.ask(withQuery('challenge=a'))).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await ingest.post({ ...requestTo('nobody', withQuery('challenge=a')) })).toMatchObject({ status: 404 });
  });

  test('is no event, whatever it is: nothing is kept of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, minLength: 1 }), async (challenge) => {
        const ingest = given(echo);
        const request = { ...requestTo('made-up', { method: 'GET' }), query: { challenge } };
        expect(await ingest.post(request)).toMatchObject({ status: 200, body: challenge });
        expect([ingest.deliveries.sent, ingest.results.calls, ingest.offers()]).toEqual([[], [], []]);
      }),
      { numRuns: 30 },
    );
  });

  test('that is missing makes no handshake, and its method is then not for webhooks', async () => {
    expect(await given(echo).ask(withQuery('a=b'))).toMatchObject({ status: 405, headers: { allow: 'POST, GET' } });
  });
});

describe('a challenge with a token', () => {
  const withToken = {
    method: 'GET',
    signed: false,
    when: { 'query:mode': 'subscribe' },
    requires: { 'query:token': { secret: 'verify-token' } },
    answer: { status: 200, text: '{query:challenge}' },
    refusal: { status: 403 },
  } as const;
  const secrets = [
    SECRET,
    { value: 'old', use: 'verify-token', notAfter: earlier },
    { value: 'right', use: 'verify-token' },
  ];
  const ask = (query: string) => given(withToken, { secrets }).ask(withQuery(`mode=subscribe&${query}`));

  test('is answered to whoever knows it', async () => {
    expect(await ask('token=right&challenge=1158201444')).toMatchObject({ status: 200, body: '1158201444' });
  });

  test.each([
    'token=wrong&challenge=1',
    'challenge=1',
    'token=&challenge=1',
    `token=${SECRET}&challenge=1`,
    'token=old&challenge=1',
  ])('is refused for %s', async (query) => {
    expect(await ask(query)).toEqual({ status: 403, headers: {}, body: '' });
  });

  test('that lacks what is to be sent back is malformed', async () => {
    expect(await ask('token=right')).toMatchObject({ status: 400 });
  });
});

describe('the question whether an origin may post', () => {
  const origins = {
    method: 'OPTIONS',
    signed: false,
    when: { 'header:webhook-request-origin': { is: 'present' } },
    requires: { option: 'allowedOrigins', includes: 'header:webhook-request-origin' },
    answer: {
      status: 200,
      headers: {
        allow: 'POST',
        'webhook-allowed-origin': '{header:webhook-request-origin}',
        'webhook-allowed-rate': '{option:allowedRate}',
      },
    },
    refusal: { status: 405, headers: { allow: 'POST' } },
  } as const;
  const ask = (origin: string, options: object) =>
    given(origins, { options }).ask({ method: 'OPTIONS', headers: { 'WebHook-Request-Origin': origin } });

  test('is answered with it, and with the rate of the source or any', async () => {
    const allowedOrigins = ['EventEmitter.example.com'];
    expect(await ask('eventemitter.example.com', { allowedOrigins })).toEqual({
      status: 200,
      headers: { allow: 'POST', 'webhook-allowed-origin': 'eventemitter.example.com', 'webhook-allowed-rate': '*' },
      body: '',
    });
    const limited = await ask('eventemitter.example.com', { allowedOrigins, allowedRate: 120 });
    expect(limited.headers).toMatchObject({ 'webhook-allowed-rate': '120' });
  });

  test.each([
    ['evil.example', ['eventemitter.example.com']],
    ['a.example', []],
    ['a.example', undefined],
  ])('is refused to %s where %j may', async (origin, allowedOrigins) => {
    const answer = await ask(origin, allowedOrigins ? { allowedOrigins } : {});
    expect(answer).toEqual({ status: 405, headers: { allow: 'POST' }, body: '' });
  });

  test('puts nothing into a header that could end it', async () => {
    const answer = await ask('a\r\nset-cookie: b', { allowedOrigins: ['a\r\nset-cookie: b'] });
    expect(answer).toMatchObject({ status: 400 });
  });
});

/** Of the question's token. */
const hmac = (secret: string) => createHmac('sha256', secret).update('q').digest('hex');

describe('a signed question', () => {
  const validation = {
    method: 'POST',
    signed: true,
    when: { '/event': 'endpoint.url_validation' },
    answer: {
      status: 200,
      json: { plainToken: '{/payload/plainToken}', encryptedToken: '{hmac-sha256:hex:/payload/plainToken}', type: 1 },
    },
  } as const;
  const question = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'q' } });

  test('is answered with a hash that proves the secret', async () => {
    const answer = await given(validation).tell(question);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body)).toEqual({ plainToken: 'q', encryptedToken: hmac(SECRET), type: 1 });
  });

  test('is answered with the secret that it was signed with, while two of them count', async () => {
    const { tell } = given(validation, { secrets: ['first', 'second'] });
    for (const secret of ['second', 'first']) {
      expect(JSON.parse((await tell(question, secret)).body)).toMatchObject({ encryptedToken: hmac(secret) });
    }
  });

  test('is nobody else’s to ask', async () => {
    const { tell, ask } = given(validation);
    expect(await tell(question, 'another')).toMatchObject({ status: 401 });
    expect(await ask({ body: question, headers: { 'content-type': 'application/json' } })).toMatchObject({
      status: 401,
    });
  });

  test('may be a list without events, which is none of them', async () => {
    const heartbeat = {
      method: 'POST',
      signed: true,
      when: { '/events': { is: 'empty' } },
      answer: { status: 200 },
    } as const;
    const identity = { kind: 'none' } as const;
    const events = [{ at: '/events/*', id: [['/id']], type: [['/type']] }] as const;
    const ingest = given(heartbeat, { provider: { identity, events } });
    expect(await ingest.tell('{"events":[]}')).toMatchObject({ status: 200, body: '' });
    expect(ingest.deliveries.sent).toEqual([]);
    expect(await ingest.tell('{"events":[{"id":1}]}')).toMatchObject({ status: 202 });
    expect(await ingest.tell('{"events":{}}')).toMatchObject({ status: 400 });
  });
});

describe('an unsigned question in the body', () => {
  const check = { method: 'POST', signed: false, when: { '/ssl_check': '1' }, answer: { status: 200 } } as const;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('is answered without a signature; anything else still needs one', async () => {
    const { ask } = given(check);
    expect(await ask({ body: 'ssl_check=1&token=t', headers: form })).toMatchObject({ status: 200 });
    expect(await ask({ body: 'ssl_check=0', headers: form })).toMatchObject({ status: 401 });
    expect(await ask({ body: '{"ssl_check":"1"', headers: { 'content-type': 'application/json' } })).toMatchObject({
      status: 401,
    });
  });

  test('is looked for in no more than a handshake has', async () => {
    const body = `ssl_check=1&fill=${'x'.repeat(100_000)}`;
    expect(await given(check).ask({ body, headers: form })).toMatchObject({ status: 401 });
  });
});

describe('a secret that a sender offers', () => {
  const OFFERED = 'b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81';
  const offer = {
    method: 'POST',
    signed: false,
    when: { 'header:x-hook-secret': { is: 'present' } },
    answer: { status: 200, headers: { 'x-hook-secret': '{header:x-hook-secret}' } },
    effect: { kind: 'offer-secret', from: 'header:x-hook-secret' },
  } as const;
  const asking = (secret = OFFERED) => ({ headers: { 'X-Hook-Secret': secret } });

  const at = (query: string) => ({ ...asking(), url: `https://hooks.example.com/webhooks/made-up${query}` });

  test('is sent back and kept for an operator while the source waits for one, and verifies nothing by that', async () => {
    const ingest = given(offer, { secrets: [], awaitsSecretUntil: later });
    expect(await ingest.ask(asking())).toEqual({ status: 200, headers: { 'x-hook-secret': OFFERED }, body: '' });
    const [[key, { bytes }] = ['', { bytes: Buffer.of() }]] = ingest.offers();
    expect(key).toMatch(/^offers\/made-up\/[0-9a-f]{64}\.json$/);
    expect(readOffer(bytes)).toEqual({
      v: 1,
      source: 'made-up',
      value: OFFERED,
      offeredAt: '2025-10-09T08:53:20.000Z',
    });
    expect(ingest.log.text()).not.toContain(OFFERED);
    expect(await ingest.tell('{"type":"a"}', OFFERED, { 'x-id': '1' })).toMatchObject({ status: 401 });
  });

  describe('to a source that has given out a word for it', () => {
    const waiting = { secrets: [], awaitsSecretUntil: later, offerSha256: hash('sha256', 'one-time-word') };

    test('is kept where its URL has the word', async () => {
      const ingest = given(offer, waiting);
      expect(await ingest.ask(at('?offer=one-time-word'))).toMatchObject({ status: 200 });
      expect(ingest.offers()).toHaveLength(1);
      expect(ingest.log.text()).not.toContain('one-time-word');
    });

    test.each(['', '?offer=', '?offer=another', '?other=one-time-word', `?offer=${waiting.offerSha256}`])(
      'is refused and not kept with %j',
      async (query) => {
        const ingest = given(offer, waiting);
        expect(await ingest.ask(at(query))).toEqual({ status: 403, headers: {}, body: '' });
        expect(ingest.offers()).toEqual([]);
      },
    );

    test('is refused with the word once nobody waits any more', async () => {
      const ingest = given(offer, { ...waiting, awaitsSecretUntil: earlier });
      expect(await ingest.ask(at('?offer=one-time-word'))).toMatchObject({ status: 403 });
    });
  });

  test('is one offer however often it is repeated', async () => {
    const ingest = given(offer, { awaitsSecretUntil: later });
    for (const secret of [OFFERED, OFFERED, 'another-secret']) {
      expect(await ingest.ask(asking(secret))).toMatchObject({ status: 200 });
    }
    expect(ingest.offers()).toHaveLength(2);
  });

  test.each([{}, { awaitsSecretUntil: earlier }])('is refused, and not kept, by a source of %j', async (source) => {
    const ingest = given(offer, source);
    expect(await ingest.ask(asking())).toEqual({ status: 403, headers: {}, body: '' });
    expect(ingest.offers()).toEqual([]);
    expect(ingest.log.lines).toMatchObject([{ level: 'warn', message: 'Handshake refused' }]);
  });

  test.each(['short', 'with blanks in it', 'x'.repeat(257), 'sëcret-that-is-no-ascii'])(
    'is none: %s',
    async (secret) => {
      const ingest = given(offer, { awaitsSecretUntil: later });
      expect(await ingest.ask(asking(secret))).toMatchObject({ status: 400 });
      expect(ingest.offers()).toEqual([]);
    },
  );

  test('that cannot be kept is asked for again', async () => {
    const ingest = given(offer, { awaitsSecretUntil: later });
    await ingest.ask(asking('short'));
    ingest.config.failWith(new Error('no answer from AWS'));
    expect(await ingest.ask(asking())).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(ingest.log.text()).not.toContain(OFFERED);
  });
});

const body = (url: string, TopicArn?: string) =>
  JSON.stringify({ Type: 'SubscriptionConfirmation', SubscribeURL: url, TopicArn });
const readerThat = (answers: () => Promise<number>) => {
  const asked: string[] = [];
  const get: Reader['get'] = async (url) => {
    asked.push(url);
    return { status: await answers(), bytes: Buffer.of() };
  };
  return { asked, reader: { get } };
};

describe('a subscription to be confirmed', () => {
  const confirm = {
    method: 'POST',
    signed: true,
    when: { '/Type': 'SubscriptionConfirmation' },
    answer: { status: 200 },
    effect: { kind: 'confirm-subscription', from: '/SubscribeURL' },
  } as const;
  const URL_OF_SNS = 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=t&Token=hush-hush';
  test('is confirmed before it is answered', async () => {
    const { asked, reader } = readerThat(async () => 200);
    const ingest = given(confirm, { reader });
    expect(await ingest.tell(body(URL_OF_SNS))).toMatchObject({ status: 200, body: '' });
    expect(asked).toEqual([URL_OF_SNS]);
    expect(ingest.deliveries.sent).toEqual([]);
  });

  test.each([
    ['without the signature', URL_OF_SNS, 'another', 401],
    ['at another host', URL_OF_SNS.replace('amazonaws.com', 'amazonaws.com.evil.example'), SECRET, 400],
    [
      'at a host that only looks like it',
      URL_OF_SNS.replace('sns.us-east-1', 'evil.example/sns.us-east-1'),
      SECRET,
      400,
    ],
    ['at another port', URL_OF_SNS.replace('.com/', '.com:8443/'), SECRET, 400],
    ['without TLS', URL_OF_SNS.replace('https:', 'http:'), SECRET, 400],
    ['with a user', URL_OF_SNS.replace('https://', 'https://u:p@'), SECRET, 400],
    ['for another action', URL_OF_SNS.replace('ConfirmSubscription', 'Unsubscribe'), SECRET, 400],
    ['at nothing that is a URL', 'no url', SECRET, 400],
    ['at a bucket that is called sns', URL_OF_SNS.replace('sns.us-east-1', 'sns.s3-us-west-2'), SECRET, 400],
    ['for two actions', `${URL_OF_SNS}&Action=Publish`, SECRET, 400],
  ])('is not confirmed %s', async (_, url, secret, status) => {
    const { asked, reader } = readerThat(async () => 200);
    expect(await given(confirm, { reader }).tell(body(url), secret)).toMatchObject({ status });
    expect(asked).toEqual([]);
  });

  const TOPIC = 'arn:aws:sns:us-east-1:123456789012:orders';
  const naming = (topic: string) => URL_OF_SNS.replace('TopicArn=t', `TopicArn=${topic}`);
  test.each([
    ['another topic', naming(`${TOPIC}2`), TOPIC, 400],
    ['two topics', `${naming(TOPIC)}&TopicArn=${TOPIC}2`, TOPIC, 400],
    ['another Region than its topic', URL_OF_SNS, TOPIC.replace('us-east-1', 'eu-west-1'), 400],
    ['its topic', naming(TOPIC), TOPIC, 200],
    ['what is no topic', URL_OF_SNS, TOPIC, 200],
  ])('whose URL names %s is confirmed only if it is the message’s', async (_, url, topic, status) => {
    const { asked, reader } = readerThat(async () => 200);
    expect(await given(confirm, { reader }).tell(body(url, topic))).toMatchObject({ status });
    expect(asked).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each([
    ['refuses', async () => 403],
    ['sends elsewhere', async () => 302],
    ['does not answer', () => Promise.reject(new Error('timed out'))],
  ])('is asked for again when SNS %s, and no log has its token', async (_, answers) => {
    const ingest = given(confirm, { reader: readerThat(answers).reader });
    expect(await ingest.tell(body(URL_OF_SNS))).toMatchObject({ status: 503, headers: { 'retry-after': '20' } });
    expect(ingest.log.text()).not.toContain('hush-hush');
  });
});
