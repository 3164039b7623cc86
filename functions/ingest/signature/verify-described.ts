import type { Secret } from '#shared/messages/source.ts';
import { matchesConditions } from '../matches-conditions.ts';
import type { SignatureScheme } from '../providers/provider.ts';
import { textOf, type WebhookRequest } from '../webhook-request.ts';
import { createSignatureCheck, type SigningSecret } from './signature-check.ts';
import { keyOf } from './key-of.ts';
import type { LazyFind } from './lazy-find.ts';
import { withPrefix, type SignatureItems } from './signature-items.ts';
import { signedParts, type SignedPart, type SignedValues } from './signed-parts.ts';
import { signedUrl } from './signed-url.ts';
import { timestampProblem } from './timestamp-problem.ts';
import type { RefusalReason, SignatureVerdict, VerifyContext } from './signature-verdict.ts';

export interface Question {
  readonly request: WebhookRequest;
  readonly lazy: LazyFind;
  /** Those that count now. */
  readonly secrets: readonly Secret[];
  readonly options: VerifyContext['options'];
  readonly now: Date;
  /** Undefined: no age is too old. */
  readonly toleranceSeconds: number | undefined;
}

/**
 * Checks a request by a scheme that is nothing but parameters.
 * @param items what stands where the scheme has its signatures
 */
export function verifyDescribed(
  scheme: SignatureScheme,
  question: Question,
  items: SignatureItems | undefined,
): SignatureVerdict {
  const reason = refusalOf(scheme, question, items);
  return reason === undefined ? { valid: true } : { valid: false, reason };
}

function refusalOf(
  scheme: SignatureScheme,
  question: Question,
  items: SignatureItems | undefined,
): RefusalReason | undefined {
  const { lazy, secrets } = question;
  if (!items) return lazy.isUnreadable() ? 'incomplete-body' : 'no-signature';
  if (items.groups.some((group) => group.length === 0)) return 'no-signature-of-this-scheme';
  if (scheme.requires && !matchesConditions(scheme.requires, lazy.find, secrets)) return 'incomplete-headers';

  // A time inside a signed body is looked for only once the body is known to be the sender's.
  const isTimeLast = isInBody(scheme) && !templatesOf(scheme).some((template) => template.includes('{timestamp}'));
  const timestamp = isTimeLast ? undefined : timestampOf(scheme, items, question);
  const problem = isTimeLast ? undefined : problemOf(scheme, timestamp, question);
  if (problem) return problem;
  const texts = signedTexts(scheme, question, timestamp);
  if (typeof texts === 'string') return texts;
  const usable = usableSecrets(scheme, secrets);
  if (usable.length === 0) return 'no-usable-secret';
  const check = createSignatureCheck(scheme, usable, texts);
  if (!items.groups.every(check)) return 'wrong-signature';
  return isTimeLast ? problemOf(scheme, timestampOf(scheme, items, question), question) : undefined;
}

const templatesOf = ({ signed }: SignatureScheme) => (typeof signed === 'string' ? [signed] : signed);

const isInBody = ({ timestamp }: SignatureScheme) =>
  timestamp !== undefined && 'from' in timestamp && timestamp.from.startsWith('/');

function timestampOf(
  { timestamp }: SignatureScheme,
  { entries }: SignatureItems,
  { lazy }: Question,
): string | undefined {
  if (!timestamp) return undefined;
  if ('from' in timestamp) return textOf(lazy.find(timestamp.from));
  // Of several timestamps the first one counts, and it is the one that must have been signed.
  return withPrefix(entries, timestamp.prefix)[0] || undefined;
}

function problemOf(
  { timestamp }: SignatureScheme,
  text: string | undefined,
  { lazy, now, toleranceSeconds }: Question,
): RefusalReason | undefined {
  if (!timestamp) return undefined;
  if (text === undefined) return lazy.isUnreadable() ? 'incomplete-body' : 'no-timestamp';
  if (toleranceSeconds === undefined) return undefined;
  return timestampProblem(text, timestamp.unit, toleranceSeconds, now);
}

/** Every text that may have been signed, or why there is none. */
function signedTexts(
  scheme: SignatureScheme,
  { request, lazy, options }: Question,
  timestamp: string | undefined,
): readonly (readonly SignedPart[])[] | RefusalReason {
  const templates = templatesOf(scheme);
  const values: SignedValues = {
    body: request.body,
    method: request.method,
    url: () => signedUrl(request, options),
    timestamp,
    lookup: (reference) => textOf(lazy.find(reference)),
  };
  const complete: (readonly SignedPart[])[] = [];
  let incomplete: RefusalReason | undefined;
  for (const template of templates) {
    const parts = signedParts(template, values);
    if (typeof parts === 'string') incomplete ??= parts;
    else complete.push(parts);
  }
  return complete.length > 0 ? complete : (incomplete ?? 'incomplete-headers');
}

/** Those of the source that are for this scheme and can be its keys. */
function usableSecrets(scheme: SignatureScheme, secrets: readonly Secret[]): readonly SigningSecret[] {
  const usable: SigningSecret[] = [];
  for (const { use, value: secret } of secrets) {
    if (use !== scheme.secrets?.use || !isForScheme(scheme, secret)) continue;
    const key = keyOf(secret, scheme);
    if (key) usable.push({ secret, key });
  }
  return usable;
}

/** Whether a secret looks like those of this scheme, where a provider has several kinds. */
export function isForScheme({ secrets = {} }: SignatureScheme, secret: string): boolean {
  if (secrets.notStartWith !== undefined && secret.startsWith(secrets.notStartWith)) return false;
  return secret.startsWith(secrets.startWith ?? '');
}
