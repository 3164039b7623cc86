import { countsAt } from '#shared/messages/source.ts';
import { matchesConditions } from '../matches-conditions.ts';
import { isDescribed, type OwnScheme, type Provider, type SignatureScheme } from '../providers/provider.ts';
import type { WebhookRequest } from '../webhook-request.ts';
import { lazyFind } from './lazy-find.ts';
import { signatureItems } from './signature-items.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from './signature-verdict.ts';
import { verifyDescribed, type Question } from './verify-described.ts';

/** Where several schemes refuse a request, any other reason says more than these, and of these a later one. */
const SAYING_LITTLE: readonly RefusalReason[] = ['no-signature', 'no-signature-of-this-scheme', 'no-usable-secret'];

/** What every scheme of a provider is asked. */
interface Asked {
  readonly provider: Provider;
  readonly question: Question;
  readonly context: VerifyContext;
}

/**
 * Checks the raw bytes against every secret that is valid now. Takes time linear in the request, and throws over nothing that it
 * holds; a scheme of its own may reject where it cannot tell now. Only such a one makes anybody wait.
 */
export function verifySignature(
  provider: Provider,
  request: WebhookRequest,
  context: VerifyContext,
): SignatureVerdict | Promise<SignatureVerdict> {
  const { options, now } = context;
  const question: Question = {
    request,
    lazy: lazyFind(request, provider),
    secrets: context.secrets.filter((secret) => countsAt(secret, now)),
    options,
    now,
    toleranceSeconds: options.toleranceSeconds ?? provider.toleranceSeconds,
  };
  return judge({ provider, question, context }, 0, undefined);
}

/** @param refusal the most telling one of the schemes before this place */
function judge(
  asked: Asked,
  start: number,
  refusal: RefusalReason | undefined,
): SignatureVerdict | Promise<SignatureVerdict> {
  const { provider, question } = asked;
  const { lazy, secrets } = question;
  let reason = refusal;
  for (let place = start; place < provider.schemes.length; place += 1) {
    const scheme = provider.schemes[place];
    if (!scheme || (scheme.when && !matchesConditions(scheme.when, lazy.find, secrets))) continue;
    if (!isDescribed(scheme))
      return judgeOwn(asked, scheme, (refused) => judge(asked, place + 1, moreTelling(reason, refused)));
    const verdict = verdictBy(scheme, question);
    if (!verdict) continue;
    // The first one decides alone: falling back to a second scheme would let a sender choose the weaker one.
    if (verdict.valid || !provider.anyScheme) return verdict;
    reason = moreTelling(reason, verdict.reason);
  }
  return { valid: false, reason: reason ?? (lazy.isUnreadable() ? 'incomplete-body' : 'no-signature') };
}

async function judgeOwn(
  { provider, question: { request, options, toleranceSeconds }, context }: Asked,
  scheme: OwnScheme,
  goOn: (refused: RefusalReason) => SignatureVerdict | Promise<SignatureVerdict>,
): Promise<SignatureVerdict> {
  const verify = await scheme.verify();
  const verdict = await verify(request, { ...context, options: { ...options, toleranceSeconds } });
  return verdict.valid || !provider.anyScheme ? verdict : goOn(verdict.reason);
}

/** Undefined where it is not meant: one that does not say when it is, is meant where its signature stands, be it an empty one. */
function verdictBy(scheme: SignatureScheme, question: Question): SignatureVerdict | undefined {
  const { headers } = question.request;
  const items = signatureItems(scheme, headers, question.lazy);
  if (!items && !scheme.when && !isEmpty(scheme, headers)) return undefined;
  return verifyDescribed(scheme, question, items);
}

const isEmpty = ({ from }: SignatureScheme, headers: WebhookRequest['headers']) =>
  from.startsWith('header:') && headers[from.slice('header:'.length)] === '';

const moreTelling = (one: RefusalReason | undefined, other: RefusalReason): RefusalReason =>
  one === undefined || rankOf(other) > rankOf(one) ? other : one;

const rankOf = (reason: RefusalReason) =>
  SAYING_LITTLE.includes(reason) ? SAYING_LITTLE.indexOf(reason) : SAYING_LITTLE.length;
