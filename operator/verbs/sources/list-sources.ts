import * as v from 'valibot';
import { sourceSchema, type Secret } from '#shared/messages/source.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { secretState, type SecretState } from './secret-state.ts';
import type { SourceEntries } from './source-entries.ts';
import type { SourceProblem } from './source-problem.ts';
import { sourceProblems, type SourceProblemsPorts } from './source-problems.ts';
import { sourceUrl } from './source-url.ts';

/** A source as operators see it: nothing of it is a secret. */
export interface SourceSummary {
  readonly name: string;
  /** Undefined where the entry cannot be read. */
  readonly provider: string | undefined;
  readonly url: string | undefined;
  readonly secrets: Readonly<Record<SecretState, number>>;
  /** Where it is not the stage's own. */
  readonly retentionDays?: number | undefined;
  readonly awaitsSecretUntil?: string | undefined;
  readonly problems: readonly SourceProblem[];
}

export interface SecretSummary extends Omit<Secret, 'value'> {
  readonly source: string;
  readonly fingerprint: string;
  readonly state: SecretState;
}

export interface ListSourcesPorts extends SourceProblemsPorts {
  readonly webhooksUrl: string | undefined;
}

/** In the order of their names. */
export function listSources(entries: SourceEntries, ports: ListSourcesPorts): Promise<readonly SourceSummary[]> {
  const names = Object.keys(entries).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { success, output } = v.safeParse(sourceSchema, entries[name]);
      const source = success ? output : undefined;
      const states = source?.secrets.map((secret) => secretState(secret, ports.now)) ?? [];
      const count = (state: SecretState) => states.filter((one) => one === state).length;
      return {
        name,
        provider: source?.provider,
        url: sourceUrl(name, source?.options ?? {}, ports.webhooksUrl),
        secrets: { now: count('now'), later: count('later'), ended: count('ended') },
        ...(source?.retentionDays !== undefined && { retentionDays: source.retentionDays }),
        ...(source?.awaitsSecretUntil !== undefined && { awaitsSecretUntil: source.awaitsSecretUntil }),
        problems: await sourceProblems(name, entries[name], ports),
      };
    }),
  );
}

/** Each secret by its fingerprint. Those of entries that cannot be read are not known. */
export const listSecrets = (entries: SourceEntries, now: Date): readonly SecretSummary[] =>
  Object.keys(entries)
    .toSorted()
    .flatMap((source) => {
      const { success, output } = v.safeParse(sourceSchema, entries[source]);
      const secrets: readonly Secret[] = success ? output.secrets : [];
      return secrets.map((secret) => {
        const { value, use, notBefore, notAfter } = secret;
        const said = {
          ...(use !== undefined && { use }),
          ...(notBefore && { notBefore }),
          ...(notAfter && { notAfter }),
        };
        return { source, fingerprint: fingerprintOf(value), state: secretState(secret, now), ...said };
      });
    });
