import type { Sources } from '#shared/messages/source.ts';

/** Retentions that this stage does not offer, so that the source is kept as the others: by source, for whoever reads a log. */
export function retentionProblems(sources: Sources, offered: readonly number[]): readonly string[] {
  return Object.entries(sources).flatMap(([name, source]) => {
    if (source === 'invalid' || source.retentionDays === undefined) return [];
    const problem = retentionProblem(source.retentionDays, offered);
    return problem === undefined ? [] : [`${name}.retentionDays: ${problem}`];
  });
}

/** Why these days are none of this stage's; undefined where they are. */
export function retentionProblem(days: number, offered: readonly number[]): string | undefined {
  if (offered.includes(days)) return undefined;
  return `is not offered by this stage, which offers ${offered.length === 0 ? 'none but its own' : listed(offered.map(String))}`;
}

/** Made when it is needed: its first one loads a locale, which is 5 to 10 ms of every start. */
const listed = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
