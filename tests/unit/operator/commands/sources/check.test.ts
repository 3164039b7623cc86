import { check } from '../../../../../operator/commands/sources/check.ts';
import { list } from '../../../../../operator/commands/sources/list.ts';
import { fingerprintOf } from '../../../../../operator/verbs/sources/fingerprint-of.ts';
import { givenSources } from './given-sources.ts';

const ENDED = { value: 'old', notAfter: '2026-01-01T00:00:00Z' };
const LATER = { value: 'new', notBefore: '2026-01-04T00:00:00Z' };

async function problemsOf(entry: unknown) {
  const { session, tools, json, written } = givenSources({ shop: entry });
  const exitCode = await check({ name: 'shop', asJson: true }, session, tools);
  return { exitCode, problems: written() === '' ? [] : json() };
}

test('sound sources have no problem', async () => {
  const { session, tools, written } = givenSources({
    stripe: { provider: 'stripe', secrets: ['whsec_x', { value: 'y', notBefore: '2026-02-01T00:00:00Z' }] },
    alerts: { provider: 'aws-sns', secrets: [], options: { topicArns: ['arn:aws:sns:eu-west-1:1:alerts'] } },
  });
  expect(await check({ name: undefined, asJson: false }, session, tools)).toBe(0);
  expect(written()).toBe('All 2 sources are sound.\n');
});

test.each([
  [
    'a misspelt field',
    { provider: 'stripe', secrets: [{ value: 'x', notafter: 'y' }] },
    'secrets.0',
    /must be a text, or an object/,
  ],
  ['a provider that is none', { provider: 'githb', secrets: ['x'] }, 'provider', /perhaps github is meant/],
  ['an option that is missing', { provider: 'paypal', secrets: [] }, 'options.webhookId', /is missing/],
  ['a secret that can be no key', { provider: 'svix', secrets: ['whsec_!'] }, 'secrets.0', /cannot be a key of svix/],
  [
    'a description',
    { provider: 'custom', secrets: ['x'], description: { schemes: 7 } },
    'description.schemes',
    /must be a list/,
  ],
  [
    'a use that is none',
    { provider: 'stripe', secrets: ['x', { value: 'y', use: 'z' }] },
    'secrets.1',
    /leave its use away/,
  ],
  ['no secret', { provider: 'stripe', secrets: [] }, 'secrets', /there is none, so that every webhook is refused/],
  ['one that counts later', { provider: 'stripe', secrets: [LATER] }, 'secrets', /none counts before 2026-01-04/],
  ['one that has ended', { provider: 'stripe', secrets: ['x', ENDED] }, 'secrets.1', /has ended at 2026-01-01/],
  [
    'a handshake without its token',
    { provider: 'meta', secrets: ['x'] },
    'secrets',
    /none for verify-token counts now/,
  ],
  [
    'waiting for nobody',
    { provider: 'stripe', secrets: ['x'], awaitsSecretUntil: '2026-02-01T00:00:00Z' },
    'awaitsSecretUntil',
    /offers no secret/,
  ],
  [
    'a budget that is not kept',
    { provider: 'github', secrets: ['x'], budget: { perSecond: 1 } },
    'budget',
    /is not kept/,
  ],
])('%s is named by its field, with what to do', async (_, entry, field, problem) => {
  const { exitCode, problems } = await problemsOf(entry);
  expect(exitCode).toBe(1);
  expect(problems).toContainEqual({
    kind: 'problem',
    source: 'shop',
    field,
    problem: expect.stringMatching(problem),
    fix: expect.any(String),
  });
});

test('an ended secret is retired by the line that is shown', async () => {
  const { problems } = await problemsOf({ provider: 'stripe', secrets: ['x', ENDED] });
  expect(problems[0]).toMatchObject({
    fix: `npm run hooks -- sources retire shop --secret ${fingerprintOf('old')} --stage prod`,
  });
});

test('an object that is none as a whole is told without its text', async () => {
  const { session, tools } = givenSources('{"shop": "a-secret');
  const refused = check({ name: undefined, asJson: false }, session, tools);
  await expect(refused).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(/not valid JSON/) });
  await expect(refused).rejects.not.toThrow('a-secret');
});

test('a listing says how many secrets count, where senders post, and how much is wrong', async () => {
  const { session, tools, written } = givenSources({
    shop: { provider: 'shopify', secrets: ['a', LATER, ENDED], options: { publicUrl: 'https://shop.example/in' } },
    stripe: { provider: 'stripe', secrets: ['b'] },
  });
  expect(await list({ isOfSecrets: false, asJson: false }, session, tools)).toBe(0);
  expect(written().split('\n')).toEqual(
    [
      'source  provider  secrets                 problems  URL',
      'shop    shopify   1 now, 1 later, 1 ended         1  https://shop.example/in',
      'stripe  stripe    1 now                              https://hooks.example/webhooks/stripe',
      '',
    ].map((line) =>
      expect.stringMatching(new RegExp(`^${line.replaceAll(/ {2,}/g, ' +').replaceAll('.', String.raw`\.`)}$`)),
    ),
  );
});

test('secrets are listed by fingerprint, with when they count', async () => {
  const { session, tools, json } = givenSources({ shop: { provider: 'shopify', secrets: ['a', LATER, ENDED] } });
  await list({ isOfSecrets: true, asJson: true }, session, tools);
  expect(json()).toEqual([
    { kind: 'secret', source: 'shop', fingerprint: fingerprintOf('a'), state: 'now' },
    { kind: 'secret', source: 'shop', fingerprint: fingerprintOf('new'), state: 'later', notBefore: LATER.notBefore },
    { kind: 'secret', source: 'shop', fingerprint: fingerprintOf('old'), state: 'ended', notAfter: ENDED.notAfter },
  ]);
});
