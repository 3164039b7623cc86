import { rmSync, writeFileSync } from 'node:fs';
import type { About } from '../../../functions/ingest/providers/about.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Secret } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { generateSecret } from '../../verbs/sources/generate-secret.ts';
import { useProblem } from '../../verbs/sources/secret-problem.ts';
import type { SourceTools } from './source-tools.ts';

/** Where a secret comes from, and what is said of it. */
export interface SecretChoice {
  /** Left out: it comes from standard input. */
  readonly generateInto: string | undefined;
  readonly use: string | undefined;
  readonly notBefore: string | undefined;
}

export interface TakenSecret {
  readonly secret: Secret;
  /** For a secret that came to nothing: leaves no file behind. */
  readonly forget: () => void;
}

/** The file is its owner's alone. */
const OWNER_ONLY = 0o600;

/** @throws {CommandError} for a use that the sender does not have, before anybody types the secret for it */
export function checkUse(provider: Provider, use: string | undefined): void {
  const problem = useProblem(provider, use);
  if (problem !== undefined) throw new CommandError(exitCode.wrongUsage, `The secret ${problem}.`);
}

/** @throws {CommandError} */
export async function takeSecret(
  { generateInto, use, notBefore }: SecretChoice,
  sender: { readonly provider: Provider; readonly about: About | undefined },
  tools: SourceTools,
): Promise<TakenSecret> {
  const said = { ...(use !== undefined && { use }), ...(notBefore !== undefined && { notBefore }) };
  if (generateInto === undefined) {
    const what = sender.about?.secrets.find((secret) => secret.use === use)?.what ?? 'The secret';
    const value = await tools.readSecret(`${what.replace(/\.$/, '')} (it is not shown):`);
    return { secret: { value, ...said }, forget: () => undefined };
  }
  const value = generateSecret(sender.provider, sender.about, use, tools);
  // Written first: a secret that counts and that nobody has would have to be made again.
  writeSecretFile(generateInto, value);
  return { secret: { value, ...said }, forget: () => rmSync(generateInto, { force: true }) };
}

function writeSecretFile(file: string, value: string): void {
  try {
    writeFileSync(file, value, { mode: OWNER_ONLY, flag: 'wx' });
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, whyUnwritable(file, error), { cause: error });
  }
}

function whyUnwritable(file: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return `There is a file ${file} already, and it stays: name another.`;
  if (code === 'ENOENT') return `There is no folder for ${file}.`;
  return `${file} cannot be written: ${String(error)}`;
}

/** @throws {CommandError} unless a generated secret has a file to go to, and a file one that goes there */
export function checkGenerate(isGenerated: boolean, file: string | undefined): string | undefined {
  if (isGenerated === (file !== undefined)) return file;
  const missing = isGenerated ? '--generate needs --secret-file' : '--secret-file is for --generate';
  throw new CommandError(exitCode.wrongUsage, `${missing}: a generated secret is written there, and shown nowhere.`);
}
