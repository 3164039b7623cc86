import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';
import { isForScheme } from '../../../functions/ingest/signature/verify-described.ts';
import { countsAt } from '#shared/messages/source.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { addSource, type AddSourcePorts } from '../sources/add-source.ts';
import { findSource } from '../sources/find-source.ts';
import { generateSecret, type GenerateSecretPorts } from '../sources/generate-secret.ts';
import { readSourceEntries, type ChangeEntriesPorts } from '../sources/source-entries.ts';

/** A public scheme that signs the time and its own id: nobody else can send a canary, or send one again. */
const PROVIDER = 'standard-webhooks';

export type CanarySecretPorts = AddSourcePorts & ChangeEntriesPorts & GenerateSecretPorts;

/** What signs the canary. Never shown, logged or kept outside of the sources object. */
export interface CanarySecret {
  readonly provider: Provider;
  readonly secret: string;
  /** The source has been added for it just now. */
  readonly isNew: boolean;
}

/**
 * The secret of the source `canary`, which is added with one of its own where there is none.
 * @throws {CommandError} for one that is there and cannot sign
 */
export async function canarySecret(ports: CanarySecretPorts): Promise<CanarySecret> {
  const provider = await ports.loadProvider({ provider: PROVIDER, description: undefined });
  if (!provider) throw new Error(`There is no provider ${PROVIDER}`);
  const entries = await readSourceEntries(ports.config);
  if (Object.hasOwn(entries, CANARY_SOURCE)) {
    const { source } = findSource(entries, CANARY_SOURCE);
    const signing = source.secrets.find((one) => countsAt(one, ports.now) && isToSignWith(one.value, provider));
    if (source.provider === PROVIDER && signing) return { provider, secret: signing.value, isNew: false };
    throw new CommandError(
      exitCode.failed,
      `The source ${CANARY_SOURCE} is no source of ${PROVIDER} with a secret that counts now: \`sources retire ${CANARY_SOURCE}\` ends it, and the next canary makes its own.`,
    );
  }
  // Without what is told of other senders, who make up theirs: here the sender are we.
  const secret = generateSecret(provider, undefined, undefined, ports);
  const draft = {
    name: CANARY_SOURCE,
    provider: PROVIDER,
    secrets: [{ value: secret }],
    options: {},
    description: undefined,
    awaited: undefined,
  };
  await addSource(draft, ports);
  return { provider, secret, isNew: true };
}

/** A source may have a public key, too, which only verifies. */
const isToSignWith = (secret: string, { schemes }: Provider): boolean =>
  schemes.filter(isDescribed).some((scheme) => scheme.algorithm === 'hmac-sha256' && isForScheme(scheme, secret));
