import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { judgeSignature } from '../../../../../operator/commands/verify/judge-signature.ts';
import type { SignatureCase } from '../../../../../operator/commands/verify/signature-case.ts';
import { signWebhook } from '../../../../../functions/ingest/signature/sign-webhook.ts';
import type { Secret } from '#shared/messages/source.ts';
import { allProviders } from '../../../../support/all-providers.ts';
import { NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const provider = (name: string) => allProviders.find((one) => one.name === name)!;
const BODY = Buffer.from('{"id":"evt_1","text":"Zoë/x","type":"a.b"}');

interface Given {
  readonly name: string;
  readonly secret?: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly publicUrl?: string;
  readonly secrets?: readonly Secret[];
  readonly other?: readonly Secret[];
  readonly change?: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly arrived?: Buffer;
  readonly at?: number;
  readonly to?: string;
}

/** Signed as one has it, and arrived as another. */
function given({
  name,
  secret = 'the-secret',
  body = BODY,
  headers = {},
  url,
  publicUrl,
  secrets,
  other = [],
  change = (same) => same,
  arrived,
  at = NOW,
  to = name,
}: Given): SignatureCase {
  const unsigned = {
    headers: { 'content-type': 'application/json', ...headers },
    body,
    ...(url !== undefined && { url }),
  };
  const signed = signWebhook(provider(name), secret, unsigned, new Date(NOW * 1000));
  return {
    name: 'one',
    provider: provider(to),
    request: requestTo(to, { url: publicUrl ?? url, headers: change(signed.headers), body: arrived ?? signed.body }),
    context: verifyContext({
      secrets: secrets ?? [{ value: secret }],
      now: at,
      options: publicUrl === undefined ? {} : { publicUrl },
    }),
    otherSecrets: other,
    expected: null,
    eitherOk: false,
  };
}

const reasonOf = async (one: Given) => (await judgeSignature('a.json', given(one))).reason;
const hex = (algorithm: string, secret: string) => createHmac(algorithm, secret).update(BODY).digest('hex');
const BASE64 = `whsec_${Buffer.from('a secret of twenty-four bytes').toString('base64')}`;
const id = { 'webhook-id': 'msg_1' };
const github = { name: 'github' } as const;

const without = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));

const timed = (key: Buffer | string) =>
  `t=${NOW},v1=${createHmac('sha256', key).update(`${NOW}.${BODY.toString()}`).digest('hex')}`;

const stripeOver = (text: string) => `t=${NOW},v1=${createHmac('sha256', 'the-secret').update(text).digest('hex')}`;

const cases: readonly (readonly [given: Given, reason: string])[] = [
  [github, 'The signature holds.'],
  [{ ...github, body: Buffer.from('{"a":1}'), arrived: Buffer.from('{ "a": 1 }') }, 'if the body is re-serialised'],
  [
    { ...github, body: Buffer.from('{"a": 1, "b": [1, 2]}'), arrived: Buffer.from('{"a":1,"b":[1,2]}') },
    'as Python does',
  ],
  [
    { ...github, body: Buffer.from(String.raw`{"text":"Zo\u00eb"}`), arrived: Buffer.from('{"text":"Zoë"}') },
    'non-ASCII characters escaped',
  ],
  [{ ...github, arrived: Buffer.concat([BODY, Buffer.from('\n')]) }, 'if the trailing newline is removed'],
  [{ ...github, body: Buffer.concat([BODY, Buffer.from('\n')]), arrived: BODY }, 'if a trailing newline is added'],
  [{ ...github, body: Buffer.from('{\n}'), arrived: Buffer.from('{\r\n}') }, 'if every CR LF were LF'],
  [{ ...github, arrived: Buffer.from(BODY.toString('base64')) }, 'decoded from base64'],
  [{ ...github, arrived: Buffer.from(BODY.toString('latin1')) }, 'read as Latin-1'],
  [{ ...github, secrets: [{ value: 'the-secret\n' }] }, 'without the blanks or the newline'],
  [{ ...github, secrets: [{ value: '"the-secret"' }] }, 'without the quotes'],
  [{ ...github, secrets: [{ value: 'x' }], other: [{ value: 'the-secret' }] }, 'other secret of the file'],
  [
    { ...github, secrets: [{ value: 'x' }, { value: 'the-secret', notAfter: '2020-01-01T00:00:00Z' }] },
    'does not count at this time',
  ],
  [{ ...github, secrets: [] }, 'The source has no secret'],
  [
    {
      ...github,
      change: () => ({
        'x-hub-signature-256': `sha256=${createHmac('sha256', 'the-secret').update(BODY).digest('base64')}`,
      }),
    },
    'written as base64 instead of hex',
  ],
  [
    { ...github, change: () => ({ 'x-hub-signature-256': `sha256=${hex('sha256', 'the-secret').toUpperCase()}` }) },
    'in lower case',
  ],
  [
    { ...github, change: () => ({ 'x-hub-signature-256': hex('sha256', 'the-secret') }) },
    'once sha256= stands before it',
  ],
  [
    { ...github, change: () => ({ 'x-hub-signature-256': `sha256=${hex('sha256', 'the-secret').slice(4)}` }) },
    'has 60 characters',
  ],
  [
    { ...github, change: () => ({ 'x-hub-signature-256': `sha256=${hex('sha1', 'the-secret')}` }) },
    'made with hmac-sha1',
  ],
  [
    { ...github, change: () => ({ 'x-hub-signature': `sha1=${hex('sha1', 'the-secret')}` }) },
    'Only a SHA-1 signature is there',
  ],
  [{ ...github, change: () => ({}) }, 'There is no header x-hub-signature-256.'],
  [
    { ...github, change: () => ({ 'x-hub-signatur-256': 'sha256=x' }) },
    'there is x-hub-signatur-256, which looks like one',
  ],
  [{ ...github, change: () => ({ 'x-hub-signature-256': '' }) }, 'is there, but empty'],
  [{ name: 'stripe', at: NOW + 412 }, 'The timestamp is 412 s old, the tolerance 300 s'],
  [{ name: 'stripe', at: NOW - 412 }, 'The timestamp is 412 s ahead of the clock'],
  [
    { name: 'slack', change: (all) => ({ ...all, 'x-slack-request-timestamp': `${NOW}000` }) },
    'it looks like whole unix milliseconds',
  ],
  [
    { name: 'slack', change: (all) => without(all, 'x-slack-request-timestamp') },
    'the header x-slack-request-timestamp is missing',
  ],
  [{ name: 'stripe', secret: BASE64.slice(6), secrets: [{ value: BASE64 }] }, 'read as text, without its whsec_'],
  [
    { name: 'standard-webhooks', secret: BASE64, headers: id, secrets: [{ value: 'no base64 at all!' }] },
    'None of the source’s secrets can be a key of standard-webhooks',
  ],
  [
    { name: 'svix', secret: BASE64, headers: { 'svix-id': 'msg_1' }, to: 'standard-webhooks' },
    'The signature matches another source’s scheme',
  ],
  [
    { name: 'square', url: 'https://a.example/x', publicUrl: 'http://a.example/x' },
    'The signature matches the URL with the scheme https',
  ],
  [{ name: 'square', url: 'https://a.example/x', publicUrl: 'https://a.example:8443/x' }, 'the URL without its port'],
  [{ name: 'square', url: 'https://a.example/x', publicUrl: 'https://a.example/x/' }, 'without the slash at its end'],
  [
    { ...github, secret: 'the-secret\n', secrets: [{ value: 'the-secret' }] },
    'with a newline behind it, which is what the sender has',
  ],
  [
    { ...github, secrets: [{ value: 'x' }, { value: 'the-secret', notAfter: '2020-01-01T00:00:00Z' }] },
    'it was retired, and ended at 2020-01-01T00:00:00Z',
  ],
  [
    { name: 'stripe', change: () => ({ 'stripe-signature': stripeOver(BODY.toString()) }) },
    'the body without the timestamp',
  ],
  [
    { name: 'stripe', change: () => ({ 'stripe-signature': stripeOver(`${BODY.toString()}.${NOW}`) }) },
    'with the timestamp and the body swapped',
  ],
  [
    { name: 'stripe', change: () => ({ 'stripe-signature': stripeOver(`${NOW}${BODY.toString()}`) }) },
    'without anything between its parts',
  ],
  [
    {
      name: 'square',
      url: 'https://a.example/x',
      change: () => ({
        'x-square-hmacsha256-signature': createHmac('sha256', 'the-secret').update(BODY).digest('base64'),
      }),
    },
    'the body without the URL',
  ],
  [
    {
      ...github,
      secrets: [{ value: 'the-secret\n' }],
      change: () => ({
        'x-hub-signature-256': `sha256=${createHmac('sha256', 'the-secret').update(BODY).digest('base64')}`,
      }),
    },
    'Two things at once. The signature matches the secret without the blanks or the newline around it. The signature is right, but written as base64',
  ],
  [
    { ...github, headers: { 'content-type': 'text/csv' } },
    'The signature holds. But ingest answers it 415: Send the body as application/json',
  ],
  [{ ...github, arrived: Buffer.from('{"id":"evt_2"}') }, 'none of the usual mistakes explains it'],
];

test.each(cases.map(([one, reason]) => ({ one, reason })))(
  'of a webhook of $one.name: $reason',
  async ({ one, reason }) => {
    expect(await reasonOf(one)).toContain(reason);
  },
);

test('a secret that was taken for base64 instead of text, and the other way round, is told', async () => {
  const asBytes = `whsec_${Buffer.from('another secret').toString('base64')}`;
  expect(
    await reasonOf({
      name: 'stripe',
      secret: asBytes,
      change: () => ({ 'stripe-signature': timed(Buffer.from('another secret')) }),
    }),
  ).toContain('read as base64, without its whsec_');
});

test('whatever came, there is a reason, and nobody throws', async () => {
  const headers = fc.dictionary(
    fc.constantFrom(
      'x-hub-signature-256',
      'stripe-signature',
      'svix-signature',
      'webhook-timestamp',
      'x-hub-signature',
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...allProviders),
      headers,
      fc.uint8Array({ maxLength: 200 }),
      async (one, sent, body) => {
        const { reason, actual } = await judgeSignature('a.json', {
          ...given(github),
          provider: one,
          request: requestTo(one.name, { headers: sent, body: Buffer.from(body) }),
        });
        expect(actual).toBe(false);
        expect(reason).toMatch(/\.$/);
      },
    ),
    { numRuns: 100 },
  );
});
