import { TRACEPARENT } from '../../../support/ports.ts';
import type { WebhookRequest } from '../../../../functions/ingest/webhook-request.ts';
import { ingestUnderTest, type IngestOptions } from '../../../support/ingest-under-test.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../../support/made-up-provider.ts';
import { providerCase } from '../../../support/provider-cases.ts';
import { requestTo } from '../../../support/request-to.ts';
import { signedRequest } from '../../../support/signed-request.ts';

const MIB = 1024 * 1024;
const SECRET = 'a-secret-nobody-may-read';
const sources = {
  stripe: { provider: 'stripe', secrets: [SECRET] },
  github: { provider: 'github', secrets: [SECRET] },
  bare: { provider: 'stripe', secrets: [] },
  retired: { provider: 'stripe', secrets: [{ value: SECRET, notAfter: '2020-01-01T00:00:00Z' }] },
  future: { provider: 'stripe', secrets: [{ value: SECRET, notBefore: '2030-01-01T00:00:00Z' }] },
  encoded: { provider: 'standard-webhooks', secrets: ['not base64 at all!'] },
  orphan: { provider: 'a-provider-we-do-not-have', secrets: [SECRET] },
};
const BODY = '{"id":"evt_1","type":"charge.refunded","note":"a-body-nobody-may-read"}';

const stripe = providerCase('stripe').provider;
const github = providerCase('github').provider;
const stripeRequest = (body: string | Buffer = BODY) => signedRequest({ provider: stripe, secret: SECRET, body });
const githubRequest = (headers: Readonly<Record<string, string>>, body = '{}', contentType = 'application/json') =>
  signedRequest({ provider: github, secret: SECRET, headers, body, contentType });
const withHeaders = (headers: Readonly<Record<string, string | undefined>>): WebhookRequest => {
  const request = stripeRequest();
  return { ...request, headers: { ...request.headers, ...headers } };
};

interface Refusal {
  readonly name: string;
  readonly request: WebhookRequest;
  readonly status: number;
  readonly reason: string;
}

const signatureRefusals: readonly Refusal[] = [
  {
    name: 'no signature',
    request: withHeaders({ 'stripe-signature': undefined }),
    reason: 'no-signature',
    status: 401,
  },
  { name: 'an empty signature', request: withHeaders({ 'stripe-signature': '' }), reason: 'no-signature', status: 401 },
  {
    name: 'only signatures of another scheme',
    request: withHeaders({ 'stripe-signature': 't=1760000000,v0=aa' }),
    reason: 'no-signature-of-this-scheme',
    status: 401,
  },
  { name: 'no timestamp', request: withHeaders({ 'stripe-signature': 'v1=aa' }), reason: 'no-timestamp', status: 401 },
  {
    name: 'a timestamp with a tail',
    request: withHeaders({ 'stripe-signature': 't=1760000000abc,v1=aa' }),
    reason: 'malformed-timestamp',
    status: 401,
  },
  {
    name: 'a timestamp too old',
    request: signedRequest({ provider: stripe, secret: SECRET, body: BODY, now: 1_759_999_699 }),
    reason: 'stale-timestamp',
    status: 401,
  },
  {
    name: 'a timestamp too far ahead',
    request: signedRequest({ provider: stripe, secret: SECRET, body: BODY, now: 1_760_000_301 }),
    reason: 'future-timestamp',
    status: 401,
  },
  {
    name: 'a signed header missing',
    request: {
      ...stripeRequest(),
      sourceName: 'encoded',
      headers: { 'content-type': 'application/json', 'webhook-signature': 'v1,aa', 'webhook-timestamp': '1760000000' },
    },
    reason: 'incomplete-headers',
    status: 401,
  },
  {
    name: 'a source without secrets',
    request: { ...stripeRequest(), sourceName: 'bare' },
    reason: 'no-usable-secret',
    status: 401,
  },
  {
    name: 'a secret that has ended',
    request: { ...stripeRequest(), sourceName: 'retired' },
    reason: 'no-usable-secret',
    status: 401,
  },
  {
    name: 'a secret still to come',
    request: { ...stripeRequest(), sourceName: 'future' },
    reason: 'no-usable-secret',
    status: 401,
  },
  {
    name: 'a secret that cannot be a key',
    request: {
      ...stripeRequest(),
      sourceName: 'encoded',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'm',
        'webhook-signature': 'v1,aa',
        'webhook-timestamp': '1760000000',
      },
    },
    reason: 'no-usable-secret',
    status: 401,
  },
  {
    name: 'another body',
    request: { ...stripeRequest(), body: Buffer.from('{}') },
    reason: 'wrong-signature',
    status: 401,
  },
];

const refusals: readonly Refusal[] = [
  ...signatureRefusals,
  {
    name: 'an unknown source',
    request: { ...stripeRequest(), sourceName: 'nobody' },
    status: 404,
    reason: 'unknown-source',
  },
  { name: 'no source', request: { ...stripeRequest(), sourceName: '' }, status: 404, reason: 'unknown-source' },
  {
    name: 'a source named __proto__',
    request: { ...stripeRequest(), sourceName: '__proto__' },
    status: 404,
    reason: 'unknown-source',
  },
  {
    name: 'a source named constructor',
    request: { ...stripeRequest(), sourceName: 'constructor' },
    status: 404,
    reason: 'unknown-source',
  },
  {
    name: 'a source of no provider',
    request: { ...stripeRequest(), sourceName: 'orphan' },
    status: 503,
    reason: 'unknown-provider',
  },
  { name: 'GET', request: { ...stripeRequest(), method: 'GET' }, status: 405, reason: 'method' },
  {
    name: 'a body over 4 MiB',
    request: stripeRequest(Buffer.alloc(4 * MIB + 1, 0x20)),
    status: 413,
    reason: 'too-large',
  },
  {
    name: 'another content type',
    request: withHeaders({ 'content-type': 'text/plain' }),
    status: 415,
    reason: 'content-type',
  },
  { name: 'no content type', request: withHeaders({ 'content-type': undefined }), status: 415, reason: 'content-type' },
  {
    name: 'a form where only JSON is sent',
    request: withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }),
    status: 415,
    reason: 'content-type',
  },
  {
    name: 'a compressed body',
    request: withHeaders({ 'content-encoding': 'gzip' }),
    status: 415,
    reason: 'content-encoding',
  },
  { name: 'an empty body', request: stripeRequest(''), status: 400, reason: 'empty' },
  { name: 'no JSON', request: stripeRequest('{"id":'), status: 400, reason: 'not-json' },
  { name: 'JSON that is no object', request: stripeRequest('"evt_1"'), status: 400, reason: 'not-json' },
  { name: 'JSON null', request: stripeRequest('null'), status: 400, reason: 'not-json' },
  {
    name: 'bytes that are no UTF-8',
    request: stripeRequest(Buffer.from('{"id":"\xff"}', 'latin1')),
    status: 400,
    reason: 'not-utf8',
  },
  {
    name: 'JSON 10,000 deep',
    request: stripeRequest(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    status: 400,
    reason: 'not-json',
  },
  {
    name: 'JSON two million deep',
    request: stripeRequest('['.repeat(2_000_000) + ']'.repeat(2_000_000)),
    status: 400,
    reason: 'not-json',
  },
  { name: 'a required field missing', request: stripeRequest('{"id":"evt_1"}'), status: 400, reason: 'incomplete' },
  {
    name: 'a required field that is an object',
    request: stripeRequest('{"id":{},"type":"a"}'),
    status: 400,
    reason: 'incomplete',
  },
  {
    name: 'a required field only on the prototype',
    request: stripeRequest('{"__proto__":{"id":"evt_1","type":"a"}}'),
    status: 400,
    reason: 'incomplete',
  },
  {
    name: 'a required header missing',
    request: githubRequest({ 'x-github-event': 'push' }),
    status: 400,
    reason: 'incomplete',
  },
  {
    name: "no JSON in a form's field",
    request: githubRequest(
      { 'x-github-event': 'push', 'x-github-delivery': 'd' },
      'payload=%7B',
      'application/x-www-form-urlencoded',
    ),
    status: 400,
    reason: 'not-json',
  },
];

const contentsNobodyMayRead = [SECRET, 'a-body-nobody-may-read', 'v1=', 'sha256='];

describe('a webhook with', () => {
  test.each(refusals)(
    '$name is answered $status ($reason) and leaves nothing but one log line',
    async ({ request, status, reason }) => {
      const ingest = ingestUnderTest({ sources });
      const answer = await ingest.post(request);
      expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
      expect(JSON.parse(answer.body)).toEqual({
        error: status === 401 ? 'bad-signature' : reason,
        message: expect.any(String),
      });
      expect(ingest.deliveries.sent).toEqual([]);
      expect(ingest.results.calls).toEqual([]);
      expect(ingest.log.lines).toEqual([
        { level: 'warn', message: 'Webhook rejected', fields: { source: request.sourceName, status, reason } },
      ]);
      for (const content of contentsNobodyMayRead) expect(answer.body + ingest.log.text()).not.toContain(content);
    },
  );
});

test('every refused signature gets the same answer, so that no one learns how far they came', async () => {
  const answers = await Promise.all(signatureRefusals.map(({ request }) => ingestUnderTest({ sources }).post(request)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
});

test('an unknown name is answered from memory: no stranger can make us call anything', async () => {
  const ingest = ingestUnderTest({ sources });
  await ingest.post(stripeRequest());
  const callsBefore = ingest.config.calls.length;
  for (let guess = 0; guess < 100; guess += 1) await ingest.post({ ...stripeRequest(), sourceName: `guess-${guess}` });
  expect(ingest.config.calls).toHaveLength(callsBefore);
});

test('405 says which method is allowed', async () => {
  expect((await ingestUnderTest({ sources }).post({ ...stripeRequest(), method: 'PUT' })).headers).toMatchObject({
    allow: 'POST',
  });
});

test('a log line holds at most 64 characters of a name that a stranger made up', async () => {
  const ingest = ingestUnderTest({ sources });
  await ingest.post({ ...stripeRequest(), sourceName: 'n'.repeat(5000) });
  expect(ingest.log.lines).toEqual([
    expect.objectContaining({ fields: expect.objectContaining({ source: 'n'.repeat(64) }) }),
  ]);
});

describe('503 with Retry-After is the answer when', () => {
  const cases: readonly (IngestOptions & {
    readonly name: string;
    readonly body?: string;
    readonly broken?: readonly ('deliveries' | 'results' | 'config')[];
  })[] = [
    { name: 'neither the queue nor the bucket confirms', broken: ['deliveries', 'results'] },
    {
      name: 'the bucket does not confirm a large body',
      broken: ['results'],
      body: `{"id":"evt_1","type":"a","fill":"${'x'.repeat(300_000)}"}`,
    },
    { name: 'sources cannot be read', broken: ['config'] },
    { name: 'there is no sources object', sources: null },
  ];
  test.each(cases)('$name', async ({ broken = [], body = BODY, ...options }) => {
    const ingest = ingestUnderTest('sources' in options ? options : { sources });
    for (const port of broken) ingest[port].failWith(new Error('no answer from AWS'));
    const answer = await ingest.post(stripeRequest(body));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(ingest.deliveries.sent).toEqual([]);
    expect(ingest.log.lines.filter(({ message }) => message.startsWith('Webhook'))).toHaveLength(1);
    expect(answer.body).not.toContain('AWS');
    for (const content of contentsNobodyMayRead) expect(answer.body + ingest.log.text()).not.toContain(content);
  });

  test('its log line says which delivery it was and why', async () => {
    const ingest = ingestUnderTest({ sources });
    ingest.deliveries.failWith(new Error('no answer from AWS'));
    ingest.results.failWith(new Error('no bucket either'));
    const { status } = await ingest.post(stripeRequest());
    expect(status).toBe(503);
    expect(ingest.log.lines).toMatchObject([
      { level: 'error', message: 'Webhook rejected', fields: { source: 'stripe', status: 503 } },
    ]);
    expect(ingest.log.text()).toMatch(/Delivery [0-9a-f]{32} was not confirmed/);
    expect(ingest.log.text()).toContain('no answer from AWS');
    expect(ingest.log.text()).toContain('no bucket either');
  });

  test('something fails that nobody foresaw, and the log has its stack', async () => {
    const ingest = ingestUnderTest({ sources });
    const broken = { ...stripeRequest(), body: undefined as unknown as Buffer };
    expect(await ingest.post(broken)).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
    expect(ingest.log.lines).toMatchObject([
      { level: 'error', message: 'Webhook failed', fields: { error: expect.any(TypeError) } },
    ]);
  });
});

const nested = (depth: number) => `{"id":"e","type":"t","a":${'['.repeat(depth - 1)}0${']'.repeat(depth - 1)}}`;

describe('an accepted webhook', () => {
  test('is answered only after the queue has confirmed it', async () => {
    const ingest = ingestUnderTest({ sources });
    const order: string[] = [];
    const send = ingest.deliveries.send.bind(ingest.deliveries);
    ingest.deliveries.send = async (message) => {
      await new Promise((resolve) => setImmediate(resolve));
      await send(message);
      order.push('confirmed');
    };
    await ingest.post(stripeRequest());
    order.push('answered');
    expect(order).toEqual(['confirmed', 'answered']);
  });

  test('is one message with its signed bytes, its kept headers and its trace, and one log line without any of them', async () => {
    const ingest = ingestUnderTest({ sources });
    const headers = {
      'x-github-event': 'issues',
      'x-github-delivery': 'd-1',
      cookie: 'a-cookie',
      'user-agent': 'GitHub-Hookshot',
    };
    const body = '{"action":"opened",\r\n "note": "a-body-nobody-may-read"}';
    const answer = await ingest.post(githubRequest(headers, body, 'application/json; charset=utf-8'));
    expect(answer.status).toBe(202);
    const { deliveryId }: { deliveryId: string } = JSON.parse(answer.body);
    expect(ingest.queued()).toEqual([
      {
        v: 1,
        id: deliveryId,
        senderEventId: 'd-1',
        source: 'github',
        provider: 'github',
        receivedAt: '2025-10-09T08:53:20.000Z',
        headers: { 'x-github-event': 'issues', 'x-github-delivery': 'd-1' },
        contentType: 'application/json',
        body: { text: body },
        events: [{ id: deliveryId, type: 'issues.opened', senderEventId: 'd-1' }],
      },
    ]);
    expect(ingest.deliveries.sent[0]?.attributes).toEqual({
      source: 'github',
      traceparent: expect.stringMatching(/^00-/),
    });
    expect(ingest.log.lines).toEqual([
      {
        level: 'info',
        message: 'Webhook accepted',
        fields: {
          deliveryId,
          senderEventId: 'd-1',
          source: 'github',
          types: ['issues.opened'],
          events: 1,
          traceId: TRACEPARENT.split('-')[1],
        },
      },
    ]);
    for (const content of [...contentsNobodyMayRead, 'a-cookie']) expect(ingest.log.text()).not.toContain(content);
  });

  test.each([
    [30, 30, []],
    [45, undefined, ['github.retentionDays: is not offered by this stage, which offers 30 and 90']],
  ])('of a source that is to be kept for %s days says %s', async (asked, said, problems) => {
    const ingest = ingestUnderTest({ sources: { github: { ...sources.github, retentionDays: asked } } });
    await ingest.post(githubRequest({ 'x-github-event': 'issues', 'x-github-delivery': 'd' }));
    expect(ingest.queued().map(({ retentionDays }) => retentionDays)).toEqual([said]);
    const told = ingest.log.lines.filter(
      ({ message }) => message === 'Some sources are kept for as long as the others',
    );
    expect(told.flatMap(({ fields }) => fields['problems'])).toEqual(problems);
  });

  test('may come as a form whose field holds the JSON, and keeps the bytes of the form', async () => {
    const ingest = ingestUnderTest({ sources });
    const body = `payload=${encodeURIComponent('{"action":"opened"}')}`;
    await ingest.post(
      githubRequest(
        { 'x-github-event': 'issues', 'x-github-delivery': 'd' },
        body,
        'application/x-www-form-urlencoded',
      ),
    );
    expect(ingest.queued()).toMatchObject([{ body: { text: body }, events: [{ type: 'issues.opened' }] }]);
  });

  test('is answered with the status that its provider reads as accepted', async () => {
    const provider = madeUpProvider({ accepted: [{ status: 204 }] });
    const ingest = ingestUnderTest({
      providers: [provider],
      sources: { 'made-up': { provider: 'made-up', secrets: [SECRET] } },
    });
    expect(
      await ingest.post(signedRequest({ provider, secret: SECRET, headers: { 'x-id': '1' }, body: '{}' })),
    ).toMatchObject({ status: 204 });
  });

  test('has the first of its events on its log line where it is an array: each is looked for by its own id', async () => {
    const provider = madeUpArrayProvider();
    const ingest = ingestUnderTest({
      providers: [provider],
      sources: { 'made-up': { provider: 'made-up', secrets: [SECRET] } },
    });
    const body = JSON.stringify(Array.from({ length: 30 }, (_, id) => ({ id: `hush-${id}`, type: 'seen' })));
    await ingest.post(signedRequest({ provider, secret: SECRET, body }));
    const ids = ingest.queued().flatMap(({ events }) => events.map(({ id }) => id));
    expect(ids).toHaveLength(30);
    expect(ingest.log.lines.at(-1)).toMatchObject({ fields: { events: 30, eventIds: ids.slice(0, 20) } });
    expect(ingest.log.text()).not.toContain('hush');
  });

  test('of a type that could poison an attribute is published as other', async () => {
    const ingest = ingestUnderTest({ sources });
    await ingest.post(stripeRequest('{"id":"evt_1","type":"charge refunded\\n"}'));
    expect(ingest.queued()).toMatchObject([{ events: [{ type: 'other' }] }]);
  });

  test('has a signature header that came twice, joined by a comma', async () => {
    const ingest = ingestUnderTest({ sources });
    const request = stripeRequest();
    const joined = `${request.headers['stripe-signature']},t=1,v1=aa`;
    expect(
      await ingest.post({ ...request, headers: { ...request.headers, 'stripe-signature': joined } }),
    ).toMatchObject({ status: 202 });
    const twice = githubRequest({ 'x-github-event': 'issues', 'x-github-delivery': 'd' });
    const signature = twice.headers['x-hub-signature-256'];
    const both = { ...twice, headers: { ...twice.headers, 'x-hub-signature-256': `${signature},${signature}` } };
    expect(await ingest.post(both)).toMatchObject({ status: 401 });
  });

  test('may nest 100 deep and no deeper', async () => {
    const ingest = ingestUnderTest({ sources });
    expect(await ingest.post(stripeRequest(nested(100)))).toMatchObject({ status: 202 });
    expect(await ingest.post(stripeRequest(nested(101)))).toMatchObject({ status: 400 });
  });

  test('may hold brackets in its texts, escaped quotes among them', async () => {
    const ingest = ingestUnderTest({ sources });
    const body = JSON.stringify({ id: 'evt_1', type: 'a', text: `\\"${'['.repeat(200)}\\` });
    expect(await ingest.post(stripeRequest(body))).toMatchObject({ status: 202 });
  });

  test('may begin with a byte order mark, which stays among its bytes', async () => {
    const ingest = ingestUnderTest({ sources });
    expect(await ingest.post(stripeRequest(`\ufeff${BODY}`))).toMatchObject({ status: 202 });
    expect(ingest.queued()[0]?.body).toEqual({ text: `\ufeff${BODY}` });
  });

  test('may be a form of a million fields, which takes no longer than its length warrants', async () => {
    const { provider } = providerCase('slack');
    const ingest = ingestUnderTest({ sources: { slack: { provider: 'slack', secrets: [SECRET] } } });
    const body = `command=%2Fdeploy&trigger_id=1.2&${'a&'.repeat(1_000_000)}`;
    const startedAt = performance.now();
    const answer = await ingest.post(
      signedRequest({
        provider,
        secret: SECRET,
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    );
    expect(answer.status).toBe(200);
    // URLSearchParams took over four seconds for it.
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});

test('a handshake that lacks what it asks to be answered is malformed', async () => {
  const { provider } = providerCase('slack');
  const ingest = ingestUnderTest({ sources: { slack: { provider: 'slack', secrets: [SECRET] } } });
  const request = signedRequest({ provider, secret: SECRET, body: '{"type":"url_verification"}' });
  expect(await ingest.post(request)).toMatchObject({ status: 400, body: expect.stringContaining('incomplete') });
});

const numbered = (number: number) => stripeRequest(`{"id":"evt_${number}","type":"charge.refunded"}`);

describe('a source with a budget', () => {
  const budgeted = { ...sources, stripe: { provider: 'stripe', secrets: [SECRET], budget: { perSecond: 2 } } };

  test('is answered 429 beyond it, with when to come back, one log line and nothing stored', async () => {
    const ingest = ingestUnderTest({ sources: budgeted });
    const answers = [];
    for (let number = 0; number < 3; number += 1) answers.push(await ingest.post(numbered(number)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(answers[2]).toMatchObject({ headers: { 'retry-after': '1' }, body: expect.stringContaining('over-budget') });
    expect([ingest.deliveries.sent.length, ingest.results.stored.size]).toEqual([2, 0]);
    expect(ingest.log.lines.slice(2)).toEqual([
      { level: 'warn', message: 'Webhook rejected', fields: { source: 'stripe', status: 429, reason: 'over-budget' } },
    ]);
    ingest.clock.advance(1000);
    expect(await ingest.post(numbered(2))).toMatchObject({ status: 202 });
  });

  test('loses nothing of it to strangers, nor to what is malformed', async () => {
    const ingest = ingestUnderTest({ sources: budgeted });
    const stranger = { ...stripeRequest(), body: Buffer.from('{}') };
    for (let count = 0; count < 5; count += 1) {
      expect(await ingest.post(stranger)).toMatchObject({ status: 401 });
      expect(await ingest.post(stripeRequest('not json'))).toMatchObject({ status: 400 });
    }
    expect(await ingest.post(numbered(1))).toMatchObject({ status: 202 });
    expect(await ingest.post(numbered(2))).toMatchObject({ status: 202 });
  });

  test('is asked for its handshakes as often as its sender likes', async () => {
    const { provider } = providerCase('slack');
    const slack = { provider: 'slack', secrets: [SECRET], budget: { perSecond: 1 } };
    const ingest = ingestUnderTest({ sources: { slack } });
    const body = '{"type":"url_verification","challenge":"c"}';
    for (let count = 0; count < 3; count += 1) {
      expect(await ingest.post(signedRequest({ provider, secret: SECRET, body }))).toMatchObject({ status: 200 });
    }
  });

  test('that its sender would lose webhooks over is not kept to it, and the log says so by name', async () => {
    const sources = { github: { provider: 'github', secrets: [SECRET], budget: { perSecond: 1 } } };
    const ingest = ingestUnderTest({ sources });
    for (let number = 0; number < 5; number += 1) {
      const headers = { 'x-github-event': 'push', 'x-github-delivery': String(number) };
      expect(await ingest.post(githubRequest(headers))).toMatchObject({ status: 202 });
    }
    expect(ingest.log.lines.filter(({ level }) => level !== 'info')).toEqual([
      {
        level: 'error',
        message: 'Some budgets are not kept',
        fields: { problems: ['github.budget: is not kept, because github does not send again what is refused'] },
      },
    ]);
  });
});

test('an answer that its sender wants otherwise depends on what was sent, and says in a header which delivery it was', async () => {
  const provider = madeUpProvider({
    accepted: [
      { when: { '/type': 'quiet' }, status: 204, body: 'empty' },
      { when: { '/type': 'classic' }, status: 200, body: { contentType: 'text/plain', text: '[accepted]' } },
    ],
  });
  const ingest = ingestUnderTest({
    providers: [provider],
    sources: { 'made-up': { provider: 'made-up', secrets: [SECRET] } },
  });
  const answers = [];
  for (const type of ['quiet', 'classic', 'other']) {
    const request = { provider, secret: SECRET, headers: { 'x-id': type }, body: JSON.stringify({ type }) };
    answers.push(await ingest.post(signedRequest(request)));
  }
  const [quiet, classic, other] = ingest.queued().map(({ id }) => id);
  expect(answers).toEqual([
    { status: 204, headers: { 'x-delivery-id': quiet }, body: '' },
    { status: 200, headers: { 'x-delivery-id': classic, 'content-type': 'text/plain' }, body: '[accepted]' },
    { status: 202, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ deliveryId: other }) },
  ]);
});

test.each(['microsoft-graph', 'mailgun', 'adyen', 'aws-sns'])(
  'a body of %s, which anybody may have us read, has at most 2 MiB',
  async (provider) => {
    const options = provider === 'aws-sns' ? { topicArns: ['x'] } : {};
    const ingest = ingestUnderTest({ sources: { made: { provider, secrets: ['aa'], options } } });
    const headers = { 'content-type': 'application/json' };
    const statusOf = async (length: number) =>
      (await ingest.post(requestTo('made', { headers, body: `["${'x'.repeat(length - 4)}"]` }))).status;
    expect([await statusOf(2 * MIB), await statusOf(2 * MIB + 1)]).toEqual([401, 413]);
  },
);
