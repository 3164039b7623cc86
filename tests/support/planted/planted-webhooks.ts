import { WAYS } from '../../fixtures/workers/quoting/quote-body.ts';
import { signWebhook } from '../../../functions/ingest/signature/sign-webhook.ts';
import { allProviders } from '../all-providers.ts';
import type { Webhook } from '../post-webhook.ts';
import { CARD_NUMBER, plant } from './canary.ts';
import { SECRETS, type PlantedSource } from './plant-configuration.ts';

/** What the built-in policy hides, by names as senders spell them. */
const secretFields = {
  password: plant('password'),
  client_secret: plant('clientSecret'),
  accessToken: plant('accessToken'),
  'api-key': plant('apiKey'),
  session_id: plant('session'),
  customer: { email: `${plant('email')}@shop.example`, phone: plant('phone'), date_of_birth: plant('birth') },
  card: { number: CARD_NUMBER, cvc: plant('cvc') },
  payment: { card_number: Number(CARD_NUMBER), security_code: plant('securityCode') },
  bank: { account_number: plant('account'), iban: plant('iban') },
  ssn: plant('ssn'),
  // Last: of an object or a list that is hidden, an error keeps nothing of what stands behind it.
  credentials: [{ user: plant('credentialUser') }, plant('credential')],
  cookies: { a: plant('cookie') },
};

/** An ordinary field, which operators who ask for the body are shown. */
const ORDINARY = { note: plant('note') };

/** Of everyone, and none of them is kept. */
const secretHeaders = {
  authorization: `Bearer ${plant('bearer')}`,
  cookie: `session=${plant('headerCookie')}`,
  'x-api-key': plant('headerKey'),
  'x-forwarded-for': plant('forwarded'),
};

/** A body becomes too large for its message at this. */
const LARGE_CHARACTERS = 300_000;

function signedBy(source: PlantedSource, headers: Readonly<Record<string, string>>, body: string): Webhook {
  const provider = allProviders.find(({ name }) => name === source);
  if (!provider) throw new Error(`There is no provider ${source}`);
  const unsigned = {
    headers: { 'content-type': 'application/json', ...secretHeaders, ...headers },
    body: Buffer.from(body),
  };
  return { source, ...signWebhook(provider, SECRETS[source], unsigned, new Date()) };
}

const github = { 'x-github-event': 'push' };
const push = (body: string) => signedBy('github', { ...github, 'x-github-delivery': crypto.randomUUID() }, body);
const bodyOf = (more: object) => JSON.stringify({ id: crypto.randomUUID(), ...secretFields, ...more });
const withHeaders = (webhook: Webhook, headers: Webhook['headers']): Webhook => ({
  ...webhook,
  headers: { ...webhook.headers, ...headers },
});
const withoutSignature = (source: string, headers: Webhook['headers'], body: string): Webhook => ({
  source,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(body),
});

const change = (gid: string) => ({
  user: { gid: '1' },
  created_at: new Date().toISOString(),
  action: 'added',
  resource: { gid, resource_type: 'task', ...secretFields },
});

/** All that is accepted; no one of them succeeds everywhere. */
export const acceptedWebhooks = (): Readonly<Record<string, Webhook>> => ({
  small: push(bodyOf(ORDINARY)),
  large: push(bodyOf({ ...ORDINARY, large: 'x'.repeat(LARGE_CHARACTERS) })),
  many: signedBy('asana', {}, JSON.stringify({ events: [change('17'), change('18')] })),
  token: signedBy('telegram', {}, bodyOf({ update_id: 17, message: secretFields })),
  tokenInHeader: withHeaders(signedBy('gitlab', {}, bodyOf({ object_kind: 'push' })), {
    'idempotency-key': crypto.randomUUID(),
  }),
  tokenInQuery: withoutSignature(
    `cloudevents?access_token=${SECRETS.cloudevents}&state=${plant('state')}`,
    {
      'content-type': 'application/cloudevents+json',
    },
    bodyOf({ specversion: '1.0', source: '/planted', type: 'planted.made' }),
  ),
  form: signedBy(
    'slack',
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({
      command: '/deploy',
      token: plant('formToken'),
      email: `${plant('formEmail')}@shop.example`,
      payload: JSON.stringify({ type: 'deploy', event_id: crypto.randomUUID(), ...secretFields }),
    }).toString(),
  ),
  ...Object.fromEntries(
    WAYS.map((way) => [
      way,
      signedBy('standard-webhooks', { 'webhook-id': `msg_${way}` }, bodyOf({ type: 'quoted', way })),
    ]),
  ),
});

/** All that is refused, and why: with secrets where they do not belong. */
export const refusedWebhooks = (): Readonly<Record<string, Webhook>> => ({
  secretAsSignature: withHeaders(push('{}'), { 'x-hub-signature-256': `sha256=${SECRETS.github}` }),
  secretInAnotherHeader: withoutSignature(
    'slack',
    { 'x-slack-signature': SECRETS.slack, 'x-secret': SECRETS.slack },
    '{}',
  ),
  wrongToken: withoutSignature('gitlab', { 'x-gitlab-token': plant('wrongToken') }, bodyOf({ object_kind: 'push' })),
  wrongQuery: withoutSignature(`cloudevents?access_token=${plant('wrongQuery')}`, {}, bodyOf({})),
  notJson: push(`{"password": ${plant('notJson')}`),
  notText: withHeaders(push(bodyOf({})), { 'content-type': `text/${plant('contentType')}` }),
  misspelt: withoutSignature('misspelt', secretHeaders, bodyOf({})),
  unknownProvider: withoutSignature('unknown', secretHeaders, bodyOf({})),
  described: withoutSignature('described', secretHeaders, bodyOf({})),
  nobody: withoutSignature(`nobody?token=${plant('nobodyToken')}`, secretHeaders, bodyOf({})),
  nowhere: withoutSignature(`../nowhere?token=${plant('nowhereToken')}`, secretHeaders, bodyOf({})),
});

/** As Asana offers a secret of its own making to a source that waits for one; it wants to read it in the answer. */
export const offeringWebhook = (): Webhook => ({
  source: 'board',
  headers: { 'x-hook-secret': plant('offered') },
  body: Buffer.alloc(0),
});
