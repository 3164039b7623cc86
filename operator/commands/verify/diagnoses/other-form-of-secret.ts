import type { SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { firstThatHolds, type Trial } from './first-that-holds.ts';
import { isKeyed, withSchemes } from './scheme-parts.ts';

type KeyForm = Pick<SignatureScheme, 'key' | 'keyPrefix'>;

const FORMS: readonly (readonly [meaning: string, form: KeyForm])[] = [
  ['The signature matches the secret read as base64.', { key: 'base64' }],
  ['The signature matches the secret read as base64, without its whsec_.', { key: 'base64', keyPrefix: 'whsec_' }],
  ['The signature matches the secret read as text, whatever it begins with.', { key: 'text' }],
  ['The signature matches the secret read as text, without its whsec_.', { key: 'text', keyPrefix: 'whsec_' }],
  ['The signature matches the secret read as hexadecimal digits.', { key: 'hex' }],
];

/** The right secret, made into another key than its sender's; or one that was not copied cleanly. */
export const otherFormOfSecret: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature' && refused.reason !== 'no-usable-secret') return undefined;
  return firstThatHolds(refused, secretForms(refused));
};

/** Other keys that may be made of the source's secrets. */
export const secretForms = (refused: RefusedCase): readonly Trial[] => [
  ...cleanedSecrets(refused),
  ...FORMS.map(([meaning, form]) => readAs(refused, meaning, form)),
];

function readAs({ provider }: RefusedCase, meaning: string, form: KeyForm): Trial {
  const other = withSchemes(provider, (scheme) => (isKeyed(scheme) ? inForm(scheme, form) : scheme));
  return { meaning, changed: { provider: other } };
}

function inForm(scheme: SignatureScheme, form: KeyForm): SignatureScheme {
  // What a secret has to begin with belongs to its form.
  const { from, algorithm, signed, when, requires, separator, prefix, encoding, secrets, timestamp } = scheme;
  return {
    ...form,
    from,
    algorithm,
    signed,
    ...(when && { when }),
    ...(requires && { requires }),
    ...(separator && { separator }),
    ...(prefix !== undefined && { prefix }),
    ...(encoding && { encoding }),
    ...(secrets?.use !== undefined && { secrets: { use: secrets.use } }),
    ...(timestamp && { timestamp }),
  };
}

/** What a sender's own page keeps of a secret that was pasted there. */
const AT_THE_SENDER = [
  ['a newline', '\n'],
  ['a CR LF', '\r\n'],
  ['a blank', ' '],
] as const;

function cleanedSecrets({ context }: RefusedCase): readonly Trial[] {
  const cleanings: readonly (readonly [meaning: string, clean: (value: string) => string])[] = [
    ['The signature matches the secret without the blanks or the newline around it.', (value) => value.trim()],
    [
      'The signature matches the secret without the quotes around it.',
      (value) => value.trim().replace(/^(["'])(.*)\1$/s, '$2'),
    ],
    ...AT_THE_SENDER.map(
      ([what, end]) =>
        [
          `The signature matches the secret with ${what} behind it, which is what the sender has: enter it there again.`,
          (value: string) => `${value}${end}`,
        ] as const,
    ),
  ];
  return cleanings
    .map(([meaning, clean]) => ({
      meaning,
      secrets: context.secrets.map((secret) => ({ ...secret, value: clean(secret.value) })),
    }))
    .filter(({ secrets }) =>
      secrets.some(({ value }, index) => value !== context.secrets[index]?.value && value !== ''),
    )
    .map(({ meaning, secrets }) => ({ meaning, changed: { context: { ...context, secrets } } }));
}
