import { github } from '../../../../../functions/ingest/providers/github/github.ts';
import { readSamples } from '../../../../../functions/ingest/providers/read-samples.ts';
import type { SignedWebhook } from '../../../../../functions/ingest/providers/sign-sample.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { sendWebhooks, type SendingPorts } from '../../../../../operator/commands/deliveries/send-webhooks.ts';
import type { Answer, ExpectedResult, SentWebhook } from '../../../../../operator/commands/deliveries/sent-webhook.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const sample = readSamples('github').find(({ type }) => type === 'push')!;
const chosen = { sourceName: 'github', provider: github, secret: 'secret', sample };

function given(answer: (number: number) => Answer = (number) => ({ status: 202, ms: 3, deliveryId: `d${number}` })) {
  const posted: SignedWebhook[] = [];
  const expected: ExpectedResult[] = [];
  const sent = new Set<SentWebhook>();
  const interrupted = new AbortController();
  const counters = { now: 0, most: 0 };
  const ports: SendingPorts = {
    async post(_source, webhook) {
      posted.push(webhook);
      const number = posted.length;
      counters.now += 1;
      counters.most = Math.max(counters.most, counters.now);
      await new Promise((resolve) => setImmediate(resolve));
      counters.now -= 1;
      return answer(number);
    },
    webhooksUrl: 'http://127.0.0.1:4566',
    follower: {
      expect: (results) => void expected.push(...results),
    },
    workers: { archive: {}, ledger: { types: ['pull_request.*'] }, mail: { types: ['pu*'], sources: ['github'] } },
    now: () => performance.now(),
    onChange: (webhook) => void sent.add(webhook),
    signal: interrupted.signal,
  };
  return { ports, posted, expected, sent, interrupted, counters };
}

test('a URL that is signed is the one that ingest sees, or the one that was entered at the sender', async () => {
  const scheme = { from: 'header:x-signature', algorithm: 'hmac-sha256', key: 'text', signed: '{url}{body}' } as const;
  const provider = { ...github, schemes: [scheme] };
  const urls = [undefined, 'https://hooks.example.com/in'];
  for (const publicUrl of urls) {
    const { ports, posted } = given();
    // oxlint-disable-next-line no-await-in-loop -- two
    await sendWebhooks(
      { ...chosen, provider, ...(publicUrl && { publicUrl }) },
      { count: 1, perSecond: undefined },
      ports,
    );
    const request = requestTo('github', { url: 'https://127.0.0.1:4566/webhooks/github', ...posted[0] });
    const options = publicUrl === undefined ? {} : { publicUrl };
    // oxlint-disable-next-line no-await-in-loop -- two
    expect(await verifySignature(provider, request, verifyContext({ secrets: 'secret', options }))).toEqual({
      valid: true,
    });
  }
});

test('each webhook is signed freshly and has its own ids', async () => {
  const { ports, posted } = given();
  await sendWebhooks(chosen, { count: 3, perSecond: undefined }, ports);
  expect(new Set(posted.map(({ headers }) => headers['x-github-delivery'])).size).toBe(3);
  for (const webhook of posted)
    expect(await verifySignature(github, requestTo('github', webhook), verifyContext({ secrets: 'secret' }))).toEqual({
      valid: true,
    });
});

test('an accepted delivery waits for the results of exactly the subscribed workers', async () => {
  const { ports, expected, sent } = given();
  await sendWebhooks(chosen, { count: 1, perSecond: undefined }, ports);
  expect(expected.map(({ worker }) => worker)).toEqual(['archive', 'mail']);
  expect(expected.every(({ eventId }) => /^[0-9a-f]{32}$/.test(eventId))).toBe(true);
  expect([...sent][0]).toMatchObject({ source: 'github', type: 'push', answer: { deliveryId: 'd1' } });
});

test('the dead letter that dispatch would keep of it has the id of the delivery', async () => {
  const { ports, expected } = given();
  await sendWebhooks(chosen, { count: 1, perSecond: undefined }, ports);
  expect(expected.map(({ listId }) => listId)).toEqual(['d1', 'd1']);
});

test('a refused one and a handshake wait for nothing', async () => {
  const { ports, expected, sent } = given((number) =>
    number === 1 ? { status: 401, ms: 1, reason: 'bad-signature' } : { status: 200, ms: 1 },
  );
  await sendWebhooks(chosen, { count: 2, perSecond: undefined }, ports);
  expect(expected).toEqual([]);
  expect([...sent].map(({ results }) => results)).toEqual([undefined, undefined]);
});

test('without following no result is expected', async () => {
  const { ports, sent } = given();
  await sendWebhooks(chosen, { count: 1, perSecond: undefined }, { ...ports, follower: undefined });
  expect([...sent][0]).not.toHaveProperty('results');
});

test('at most 16 are under way at once', async () => {
  const { ports, posted, counters } = given();
  await sendWebhooks(chosen, { count: 100, perSecond: undefined }, ports);
  expect([posted.length, counters.most]).toEqual([100, 16]);
});

test('a rate spreads them over time', async () => {
  const { ports, sent } = given();
  await sendWebhooks(chosen, { count: 5, perSecond: 100 }, ports);
  const [first, ...rest] = [...sent].map(({ postedAtMs }) => postedAtMs);
  // A timer may fire up to a millisecond early, by Node's rounding.
  rest.forEach((atMs, index) => expect(atMs - first!).toBeGreaterThanOrEqual((index + 1) * 10 - 5));
});

test('an interruption ends the sending, also while it waits for its turn', async () => {
  const { ports, posted, interrupted } = given();
  const sending = sendWebhooks(chosen, { count: 1000, perSecond: 0.001 }, ports);
  interrupted.abort();
  await sending;
  expect(posted.length).toBeLessThanOrEqual(1);
});
