import type { SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import type { Diagnosis } from '../signature-case.ts';
import { describedIn, headersThere } from './scheme-parts.ts';

const BYTES: Readonly<Record<string, number>> = { 'hmac-sha1': 20, 'hmac-sha256': 32, 'hmac-sha512': 64, ed25519: 64 };

/** A signature that is too short or too long to be one was not copied whole. */
export const cutSignature: Diagnosis = ({ reason, provider, request }) => {
  if (reason !== 'wrong-signature') return undefined;
  for (const scheme of describedIn(provider)) {
    const wanted = lengthOf(scheme);
    if (wanted === 0) continue;
    const found = headersThere(scheme, request).flatMap((name) => lengthsIn(request.headers[name] ?? '', scheme));
    const [one] = found;
    if (one !== undefined && found.every((length) => length !== wanted)) {
      return `The signature has ${one} characters, and one of this scheme has ${wanted}.`;
    }
  }
  return undefined;
};

function lengthOf({ algorithm, encoding = algorithm === 'ed25519' ? 'base64' : 'hex' }: SignatureScheme): number {
  const bytes = BYTES[algorithm] ?? 0;
  return encoding === 'base64' ? Math.ceil(bytes / 3) * 4 : bytes * 2;
}

function lengthsIn(header: string, { separator, prefix = '' }: SignatureScheme): readonly number[] {
  const entries = separator === undefined ? [header] : header.split(separator).map((entry) => entry.trim());
  return entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.length - prefix.length);
}
