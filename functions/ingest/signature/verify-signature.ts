import { countsAt } from '#shared/messages/source.ts';
import { matchesConditions } from '../matches-conditions.ts';
import { isDescribed, type Provider, type SignatureScheme } from '../providers/provider.ts';
import type { WebhookRequest } from '../webhook-request.ts';
import { lazyFind } from './lazy-find.ts';
import { signatureItems } from './signature-items.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from './signature-verdict.ts';
import { verifyDescribed, type Question } from './verify-described.ts';

/** Where several schemes refuse a request, any other reason says more than these, and of these a later one. */
const SAYING_LITTLE: readonly RefusalReason[] = ['no-signature', 'no-signature-of-this-scheme', 'no-usable-secret'];

/**
 * Checks the raw bytes against every secret that is valid now. Takes time linear in the request, and throws over nothing that it
 * holds; a scheme of its own may throw where it cannot tell now.
 */
export async function verifySignature(
  provider: Provider,
  request: WebhookRequest,
  context: VerifyContext,
): Promise<SignatureVerdict> {
  const { options, now } = context;
  const toleranceSeconds = options.toleranceSeconds ?? provider.toleranceSeconds;
  const question: Question = {
    request,
    lazy: lazyFind(request, provider),
    secrets: context.secrets.filter((secret) => countsAt(secret, now)),
    options,
    now,
    toleranceSeconds,
  };
  let refusal: RefusalReason | undefined;
  for (const scheme of provider.schemes) {
    if (scheme.when && !matchesConditions(scheme.when, question.lazy.find, question.secrets)) continue;
    const verdict = isDescribed(scheme)
      ? verdictBy(scheme, question)
      : await (
          await scheme.verify()
        )(request, { ...context, options: { ...options, toleranceSeconds } });
    if (!verdict) continue;
    // The first one decides alone: falling back to a second scheme would let a sender choose the weaker one.
    if (verdict.valid || !provider.anyScheme) return verdict;
    refusal = moreTelling(refusal, verdict.reason);
  }
  return { valid: false, reason: refusal ?? (question.lazy.isUnreadable() ? 'incomplete-body' : 'no-signature') };
}

/** Undefined where it is not meant: one that does not say when it is, is meant where its signature stands, be it an empty one. */
function verdictBy(scheme: SignatureScheme, question: Question): SignatureVerdict | undefined {
  const { headers } = question.request;
  const items = signatureItems(scheme, headers, question.lazy);
  const isEmpty = scheme.from.startsWith('header:') && headers[scheme.from.slice('header:'.length)] === '';
  if (!items && !scheme.when && !isEmpty) return undefined;
  return verifyDescribed(scheme, question, items);
}

const moreTelling = (one: RefusalReason | undefined, other: RefusalReason): RefusalReason =>
  one === undefined || rankOf(other) > rankOf(one) ? other : one;

const rankOf = (reason: RefusalReason) =>
  SAYING_LITTLE.includes(reason) ? SAYING_LITTLE.indexOf(reason) : SAYING_LITTLE.length;
