import type { LoadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import type { Secret, Source } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { findSource, writtenSecret, type FoundSource } from './find-source.ts';
import { changeSourceEntries, type ChangeEntriesPorts } from './source-entries.ts';
import type { AwaitedOffer } from './offer-word.ts';
import { secretProblem } from './secret-problem.ts';

export interface Rotation {
  readonly name: string;
  /** Left out where the sender is only waited for. */
  readonly secret: Secret | undefined;
  /** When the others for the same use end, at the latest. */
  readonly othersNotAfter: string | undefined;
  /** Left out: whether it waits for a secret stays as it is. */
  readonly awaited: AwaitedOffer | undefined;
}

export interface RotateSourcePorts extends ChangeEntriesPorts {
  readonly loadProvider: LoadProvider;
}

/**
 * Gives a source one more secret, and may end the others.
 * @returns the fingerprints of those that it ends
 * @throws {CommandError} for a secret that its provider cannot use, or that it has already
 */
export async function rotateSource(rotation: Rotation, ports: RotateSourcePorts): Promise<readonly string[]> {
  const { name, secret, awaited } = rotation;
  let ended: readonly string[] = [];
  await changeSourceEntries(ports, async (entries) => {
    const found = findSource(entries, name);
    if (secret) await checkSecret(name, secret, found.source, ports.loadProvider);
    ended = endedBy(rotation, found);
    const secrets = [
      ...found.secrets.map((written, index) => endedSecret(written, found.source.secrets[index], rotation)),
      ...(secret ? [writtenSecret(secret)] : []),
    ];
    return { ...entries, [name]: { ...found.entry, secrets, ...awaited } };
  });
  return ended;
}

/** @throws {CommandError} */
export async function checkSecret(
  name: string,
  secret: Secret,
  source: Source,
  loadProvider: LoadProvider,
): Promise<void> {
  const provider = await loadProvider(source);
  const problem = provider && secretProblem(provider, secret);
  if (problem !== undefined) throw new CommandError(exitCode.wrongUsage, `The secret ${problem}.`);
  const isThere = source.secrets.some(({ value, use }) => value === secret.value && use === secret.use);
  if (!isThere) return;
  const fingerprint = fingerprintOf(secret.value);
  throw new CommandError(
    exitCode.wrongUsage,
    `The source ${name} has this secret already (${fingerprint}): retire it first, where it has ended.`,
  );
}

const endedBy = (rotation: Rotation, { source }: FoundSource) =>
  source.secrets.filter((secret) => isEnded(secret, rotation)).map(({ value }) => fingerprintOf(value));

/** Those for another use stay; and none is given longer than it had. */
function isEnded({ use, notAfter }: Secret, { secret, othersNotAfter }: Rotation): boolean {
  if (othersNotAfter === undefined || use !== secret?.use) return false;
  return notAfter === undefined || new Date(notAfter) > new Date(othersNotAfter);
}

function endedSecret(written: unknown, secret: Secret | undefined, rotation: Rotation): unknown {
  if (!secret || !isEnded(secret, rotation)) return written;
  return writtenSecret({ ...secret, notAfter: rotation.othersNotAfter });
}
