// What others do with the same bytes, as their documentation shows it: the check, and the JSON where it does not hand it back.
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import { loadPeer } from '../../load-peer.ts';

export type Check = (request: WebhookRequest) => unknown;

/** A day: the time that is signed is that of the start, and it is checked for as long as the bench takes. */
const TOLERANCE_SECONDS = 86_400;

export async function octokitCheck(secret: string): Promise<Check> {
  const verify = calledAt(await loadPeer('@octokit/webhooks-methods'), 'verify');
  return async ({ body, headers }) => {
    const text = body.toString('utf8');
    if ((await verify(secret, text, headers['x-hub-signature-256'])) !== true) throw new Error('octokit refused it');
    return JSON.parse(text);
  };
}

export async function stripeCheck(secret: string): Promise<Check> {
  const constructEvent = calledAt(await loadPeer('stripe'), 'Stripe', 'webhooks', 'constructEvent');
  return ({ body, headers }) => constructEvent(body, headers['stripe-signature'], secret, TOLERANCE_SECONDS);
}

export const standardwebhooksCheck = (secret: string) => webhookClass('standardwebhooks', secret);
export const svixCheck = (secret: string) => webhookClass('svix', secret);

/** Both hold the key from one webhook to the next, and give back the JSON. */
async function webhookClass(name: string, secret: string): Promise<Check> {
  const { callable } = memberAt(await loadPeer(name), 'Webhook');
  const verify = calledAt(Reflect.construct(callable, [secret]), 'verify');
  return ({ body, headers }) => verify(body, headers);
}

/** The function there, called as part of what it stands in. */
function calledAt(whole: unknown, ...path: readonly string[]): (...given: readonly unknown[]) => unknown {
  const { callable, holder } = memberAt(whole, ...path);
  return (...given) => Reflect.apply(callable, holder, given);
}

function memberAt(
  whole: unknown,
  ...path: readonly string[]
): { readonly callable: Function; readonly holder: unknown } {
  let holder: unknown;
  let found = whole;
  for (const name of path) {
    if ((typeof found !== 'object' && typeof found !== 'function') || found === null) break;
    holder = found;
    found = Reflect.get(found, name);
  }
  if (typeof found !== 'function') throw new Error(`The package has no function ${path.join('.')}.`);
  return { callable: found, holder };
}
