import type { SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { firstThatHolds, type Trial } from './first-that-holds.ts';
import { describedIn, headersThere, isKeyed, withSchemes } from './scheme-parts.ts';

const ALGORITHMS = ['hmac-sha256', 'hmac-sha1', 'hmac-sha512'] as const;

/** The right signature, written or made in another way than its sender does. */
export const otherFormOfSignature: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  return firstThatHolds(refused, signatureForms(refused));
};

/** Other ways to write the signature that is there, or to make it. */
export const signatureForms = (refused: Pick<RefusedCase, 'provider' | 'request'>): readonly Trial[] => [
  ...otherEncodings(refused),
  ...rewrittenHeaders(refused),
  ...otherAlgorithms(refused),
];

const flip = (scheme: SignatureScheme): SignatureScheme =>
  isKeyed(scheme) ? { ...scheme, encoding: scheme.encoding === 'base64' ? 'hex' : 'base64' } : scheme;

function otherEncodings({ provider }: Pick<RefusedCase, 'provider'>): readonly Trial[] {
  const [scheme] = describedIn(provider).filter(isKeyed);
  if (!scheme) return [];
  const [seen, wanted] = scheme.encoding === 'base64' ? ['hex', 'base64'] : ['base64', 'hex'];
  return [
    {
      meaning: `The signature is right, but written as ${seen} instead of ${wanted}.`,
      changed: { provider: withSchemes(provider, flip) },
    },
  ];
}

const REWRITINGS: readonly (readonly [meaning: string, rewrite: (value: string) => string])[] = [
  ['The signature matches without the blanks around it.', (value) => value.trim()],
  ['The signature matches in lower case.', (value) => value.toLowerCase()],
  [
    'The signature is right, but written as base64url instead of base64.',
    (value) => value.replaceAll('-', '+').replaceAll('_', '/'),
  ],
  ['The signature is right, but its base64 lacks the padding.', (value) => `${value}=`],
];

function rewrittenHeaders({ provider, request }: Pick<RefusedCase, 'provider' | 'request'>): readonly Trial[] {
  const names = describedIn(provider).flatMap((scheme) => headersThere(scheme, request));
  return REWRITINGS.flatMap(([meaning, rewrite]) =>
    names.flatMap((name) => {
      const value = request.headers[name] ?? '';
      if (rewrite(value) === value) return [];
      return [
        { meaning, changed: { request: { ...request, headers: { ...request.headers, [name]: rewrite(value) } } } },
      ];
    }),
  );
}

function otherAlgorithms({ provider }: Pick<RefusedCase, 'provider'>): readonly Trial[] {
  const used = describedIn(provider).map(({ algorithm }) => algorithm);
  return ALGORITHMS.filter((algorithm) => !used.includes(algorithm)).map((algorithm) => ({
    meaning: `The signature is made with ${algorithm}, which ${provider.name} does not use.`,
    changed: { provider: withSchemes(provider, (scheme) => (isKeyed(scheme) ? { ...scheme, algorithm } : scheme)) },
  }));
}
