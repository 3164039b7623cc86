import { offersPrefix } from '#shared/messages/offer.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Config } from '../../pipeline/pipeline.ts';
import { checkIsThere, findSource, writtenSecret } from './find-source.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { changeSourceEntries, type ChangeEntriesPorts, type SourceEntries } from './source-entries.ts';

export interface Retirement {
  readonly name: string;
  /** By its fingerprint; left out: the whole source. */
  readonly secret: string | undefined;
  /** Left out: as soon as ingest reads it, within a minute, and nothing of it is kept but in earlier versions of the object. */
  readonly notAfter: string | undefined;
}

export interface RetireSourcePorts extends ChangeEntriesPorts {
  readonly config: ChangeEntriesPorts['config'] & Pick<Config, 'list' | 'remove'>;
}

/** Ends a secret or a source. @throws {CommandError} where there is no such one */
export async function retireSource(retirement: Retirement, ports: RetireSourcePorts): Promise<void> {
  const { name, secret, notAfter } = retirement;
  await changeSourceEntries(ports, (entries) => {
    if (secret !== undefined || notAfter !== undefined) return withoutSecrets(entries, retirement);
    checkIsThere(entries, name);
    return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
  });
  if (secret !== undefined || notAfter !== undefined) return;
  for await (const { key } of ports.config.list(offersPrefix(name))) await ports.config.remove(key);
}

function withoutSecrets(entries: SourceEntries, { name, secret, notAfter }: Retirement): SourceEntries {
  const { entry, source, secrets } = findSource(entries, name);
  const isMeant = source.secrets.map(({ value }) => secret === undefined || fingerprintOf(value) === secret);
  checkMeant(
    name,
    secret,
    source.secrets.filter((_, index) => isMeant[index]).map(({ value }) => value),
  );
  const kept = secrets.flatMap((written, index) => {
    const known = source.secrets[index];
    if (isMeant[index] !== true || !known) return [written];
    return notAfter === undefined ? [] : [writtenSecret({ ...known, notAfter: earlier(known.notAfter, notAfter) })];
  });
  return { ...entries, [name]: { ...entry, secrets: kept } };
}

/** What is retired never counts for longer than it did. */
const earlier = (one: string | undefined, other: string): string =>
  one !== undefined && new Date(one) < new Date(other) ? one : other;

function checkMeant(name: string, secret: string | undefined, values: readonly string[]): void {
  if (values.length === 0) {
    const what = secret === undefined ? 'no secret that could end' : `no secret ${secret}`;
    throw new CommandError(exitCode.wrongUsage, `The source ${name} has ${what}: list --secrets shows them.`);
  }
  if (secret !== undefined && new Set(values).size > 1) {
    throw new CommandError(exitCode.failed, `Two secrets of ${name} have the fingerprint ${secret}: nothing was done.`);
  }
}
