import type { SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { firstThatHolds, type Trial } from './first-that-holds.ts';
import { describedIn, templatesOf, withSchemes } from './scheme-parts.ts';

/** The right secret over another text: parts of what is signed left out, or in another order. */
export const otherSignedText: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  return firstThatHolds(refused, signedTexts(refused));
};

const REWRITINGS: readonly (readonly [how: string, rewrite: (template: string) => string])[] = [
  ['without the timestamp', (template) => without(template, '{timestamp}')],
  ['without the URL', (template) => without(without(template, '{url}'), '{url:decoded}')],
  ['with the timestamp and the body swapped', (template) => swapped(template, '{timestamp}', '{body}')],
  ['with the URL and the body swapped', (template) => swapped(template, '{url}', '{body}')],
  [
    'without anything between its parts',
    (template) => [...template.matchAll(/\{[^}]+\}/g)].map(([part]) => part).join(''),
  ],
  ['alone, without all else that is signed', (template) => (template.includes('{body}') ? '{body}' : template)],
];

/** Other texts that may have been signed in place of this sender's. */
export function signedTexts({ provider }: Pick<RefusedCase, 'provider'>): readonly Trial[] {
  const signed = describedIn(provider).flatMap(templatesOf);
  return REWRITINGS.filter(([, rewrite]) => signed.some((template) => rewrite(template) !== template)).map(
    ([how, rewrite]) => ({
      meaning: `The signature matches the body ${how}: of this sender is signed ${[...new Set(signed)].join(' or ')}.`,
      changed: { provider: withSchemes(provider, (scheme) => rewritten(scheme, rewrite)) },
    }),
  );
}

function rewritten(scheme: SignatureScheme, rewrite: (template: string) => string): SignatureScheme {
  // A hash without its secret, and a token, are made by anybody.
  const isSecret = scheme.algorithm !== 'token' && scheme.algorithm !== 'sha256';
  const templates = templatesOf(scheme).map(rewrite);
  return isSecret && templates.every((template) => template !== '') ? { ...scheme, signed: templates } : scheme;
}

/** With the sign that stands between it and its neighbour. */
const without = (template: string, part: string) =>
  template.startsWith(part)
    ? template.replace(part, '').replace(/^[^{]+/, '')
    : template.replace(new RegExp(`[^}]?${escaped(part)}`), '');

const escaped = (part: string) => part.replaceAll(/[{}]/g, String.raw`\$&`);

const swapped = (template: string, one: string, other: string) =>
  template.includes(one) && template.includes(other)
    ? template.replaceAll(/\{[^}]+\}/g, (part) => (part === one ? other : part === other ? one : part))
    : template;
