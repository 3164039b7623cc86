import type { Conditions, Reference, SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import { lazyFind } from '../../../../functions/ingest/signature/lazy-find.ts';
import { textOf } from '../../../../functions/ingest/webhook-request.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { describedIn, templatesOf } from './scheme-parts.ts';

const REASONS: readonly string[] = ['no-timestamp', 'incomplete-headers', 'incomplete-body'];

/** What is signed, or asked for beside the signature, and is not there. */
export const missingParts: Diagnosis = (refused) => {
  if (!REASONS.includes(refused.reason)) return undefined;
  const { request, provider } = refused;
  const { find, isUnreadable } = lazyFind(request, provider);
  const missing = [...new Set(describedIn(provider).flatMap(referencesOf))].filter(
    (one) => textOf(find(one)) === undefined,
  );
  if (isUnreadable()) return describeUnreadable(refused);
  const unmet = describedIn(provider).flatMap(({ requires = {} }) =>
    Object.entries(requires).flatMap(([name, wanted]) =>
      typeof wanted === 'string' && textOf(find(asReference(name))) !== wanted
        ? [`${spoken(name)} is not ${wanted}`]
        : [],
    ),
  );
  if (missing.length > 0) return `What is signed is not all there: ${missing.map(spoken).join(', ')} is missing.`;
  return unmet.length > 0
    ? `It is refused before its signature is looked at: ${[...new Set(unmet)].join(', ')}.`
    : undefined;
};

const describeUnreadable = ({ request }: RefusedCase) =>
  request.body.length === 0
    ? 'The body is empty, and the signature or what it covers stands in the body.'
    : 'The signature or what it covers stands in the body, and the body cannot be read: it is no JSON, or sent as another type.';

function referencesOf(scheme: SignatureScheme): readonly Reference[] {
  const { timestamp } = scheme;
  const own = timestamp && 'from' in timestamp ? [timestamp.from] : [];
  const inTemplates = templatesOf(scheme).flatMap((text) =>
    [...text.matchAll(/\{((?:header|query):[^}]+|\/[^}]+)\}/g)].map(([, name = '']) => asReference(name)),
  );
  return [...own, ...inTemplates];
}

const asReference = (name: string): Reference => (isReference(name) ? name : '/');
const isReference = (name: string): name is Extract<keyof Conditions, string> => /^(?:header:|query:|\/)/.test(name);

function spoken(reference: string): string {
  if (reference.startsWith('header:')) return `the header ${reference.slice('header:'.length)}`;
  return reference.startsWith('query:')
    ? `the query's ${reference.slice('query:'.length)}`
    : `${reference} in the body`;
}
