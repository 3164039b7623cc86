import type { About } from '../../../functions/ingest/providers/about.ts';
import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';
import { isPublicKeyAlgorithm } from '../../../functions/ingest/signature/key-of.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';

/** As many as HMAC with SHA-256 can use: https://www.rfc-editor.org/rfc/rfc2104#section-3 */
const SECRET_BYTES = 32;

export interface GenerateSecretPorts {
  readonly randomBytes: (count: number) => Buffer;
}

/**
 * A new secret as its scheme wants it.
 * @throws {CommandError} where the sender makes it up
 */
export function generateSecret(
  provider: Provider,
  about: About | undefined,
  use: string | undefined,
  { randomBytes }: GenerateSecretPorts,
): string {
  const told = about?.secrets.filter((secret) => secret.use === use);
  const scheme = provider.schemes
    .filter(isDescribed)
    .find(({ secrets, algorithm }) => secrets?.use === use && !isPublicKeyAlgorithm(algorithm));
  const isOurs = told === undefined ? scheme !== undefined : told.some(({ madeBy }) => madeBy === 'us');
  if (!isOurs) {
    const which = use === undefined ? 'the secret' : `the secret for ${use}`;
    throw new CommandError(
      exitCode.wrongUsage,
      `${about?.title ?? provider.name} makes up ${which} itself: leave --generate away and enter the sender's.`,
    );
  }
  const { charactersMax = Infinity } = told?.find(({ madeBy }) => madeBy === 'us') ?? {};
  // Four letters of base64 hold three bytes.
  const bytes = randomBytes(Math.min(SECRET_BYTES, Math.floor((charactersMax * 3) / 4)));
  const start = scheme?.keyPrefix ?? scheme?.secrets?.startWith ?? '';
  if (scheme?.key === 'hex') return start + bytes.toString('hex');
  // Letters, digits, hyphens and underscores: every sender's form takes them.
  return start + bytes.toString(scheme?.key === 'base64' ? 'base64' : 'base64url');
}
