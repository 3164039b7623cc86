import * as v from 'valibot';
import { sourceProblems, sourceSchema, type Secret, type Source } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { nearest } from '../../terminal/nearest.ts';
import type { SourceEntries } from './source-entries.ts';

/** One source, as it was written and as ingest reads it. */
export interface FoundSource {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly source: Source;
  /** The secrets as they were written, in the order of `source.secrets`. */
  readonly secrets: readonly unknown[];
}

/** @throws {CommandError} for a name that is none, and for an entry that ingest cannot read */
export function findSource(entries: SourceEntries, name: string): FoundSource {
  checkIsThere(entries, name);
  const entry = entries[name];
  const parsed = v.safeParse(sourceSchema, entry);
  if (!parsed.success) {
    const problems = sourceProblems(JSON.stringify({ [name]: entry })).join('; ');
    throw new CommandError(
      exitCode.failed,
      `The source ${name} is invalid (${problems}): correct it, or retire it and add it anew.`,
    );
  }
  const written = typeof entry === 'object' && entry !== null ? entry : {};
  const secrets: unknown = Reflect.get(written, 'secrets');
  return { entry: { ...written }, source: parsed.output, secrets: Array.isArray(secrets) ? secrets : [] };
}

/** @throws {CommandError} for a name that is none, with the one that may be meant */
export function checkIsThere(entries: SourceEntries, name: string): void {
  if (Object.hasOwn(entries, name)) return;
  const names = Object.keys(entries);
  const meant = nearest(name, names);
  const hint = meant === undefined ? describeNames(names) : `Did you mean ${meant}?`;
  throw new CommandError(exitCode.wrongUsage, `There is no source ${name}. ${hint}`);
}

/** More than that nobody reads in a sentence. */
const NAMES_MAX = 10;

export function describeNames(names: readonly string[]): string {
  if (names.length > NAMES_MAX) return '`sources list` shows those that there are.';
  return `There ${names.length === 0 ? 'is none' : `are ${names.join(', ')}`}.`;
}

/** A secret as it is written: only what is said of it. */
export const writtenSecret = ({ value, use, notBefore, notAfter }: Secret): Secret => ({
  value,
  ...(use !== undefined && { use }),
  ...(notBefore !== undefined && { notBefore }),
  ...(notAfter !== undefined && { notAfter }),
});
