import {
  isDescribed,
  type OwnScheme,
  type Provider,
  type SignatureScheme,
} from '../../functions/ingest/providers/provider.ts';
import { describeReference } from './describe-reference.ts';

const ALGORITHMS: Readonly<Record<SignatureScheme['algorithm'], string>> = {
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha512': 'HMAC-SHA512',
  sha256: 'SHA-256 over the secret and more',
  ed25519: 'Ed25519',
  'ecdsa-p256-sha256': 'ECDSA P-256 with SHA-256',
  token: 'the secret itself',
};

const KEYS: Readonly<Record<SignatureScheme['key'], string>> = {
  text: 'as text',
  hex: 'decoded from hexadecimal digits',
  base64: 'decoded from base64',
  spki: 'as a public key in DER and base64',
};

/** In a line: where the signature stands, how it is made, and of what. */
export function describeScheme(scheme: SignatureScheme | OwnScheme): string {
  if (!isDescribed(scheme)) return `code of its own; what is signed: ${scheme.signed}`;
  const { from, algorithm, encoding, prefix, separator, secrets, timestamp } = scheme;
  const place = `${describeReference(from)}${prefix === undefined ? '' : ` behind \`${prefix}\``}`;
  const several =
    separator === undefined ? '' : `, of several (\`${separator === ' ' ? 'blank' : separator}\` between them) any`;
  const use = secrets?.use === undefined ? '' : `, with the secret for \`${secrets.use}\``;
  if (algorithm === 'token') return `${place}: ${ALGORITHMS.token}${several}${use}`;
  const time = timestamp === undefined ? '' : `, time in ${describeUnit(timestamp.unit)}`;
  return `${place}: ${ALGORITHMS[algorithm]}${encoding === undefined ? '' : ` in ${encoding}`} of ${describeSigned(scheme)}${time}; the secret counts ${describeKey(scheme)}${several}${use}`;
}

/** In a few words, for a table. */
export const shortScheme = (provider: Provider): string =>
  [
    ...new Set(
      provider.schemes.map((scheme) => (isDescribed(scheme) ? ALGORITHMS[scheme.algorithm] : 'code of its own')),
    ),
  ].join(', ');

const describeKey = ({ key, keyPrefix }: SignatureScheme) =>
  `${KEYS[key]}${keyPrefix === undefined ? '' : `, without its \`${keyPrefix}\``}`;

const describeSigned = ({ signed }: SignatureScheme) =>
  [signed]
    .flat()
    .map((template) => `\`${template}\``)
    .join(' or ');

const describeUnit = (unit: 'seconds' | 'milliseconds' | 'iso8601') =>
  unit === 'iso8601' ? 'ISO 8601' : `unix ${unit}`;
