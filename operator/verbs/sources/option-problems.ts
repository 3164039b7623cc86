import type { About } from '../../../functions/ingest/providers/about.ts';
import type { SourceOptions } from '#shared/messages/source.ts';
import type { SourceProblem } from './source-problem.ts';

/** Options that a sender cannot do without. */
export function optionProblems(
  source: string,
  options: SourceOptions,
  about: About | undefined,
): readonly SourceProblem[] {
  return Object.entries(about?.options ?? {}).flatMap(([name, { isRequired, what }]) => {
    const given: unknown = Reflect.get(options, name);
    const isGiven = given !== undefined && !(Array.isArray(given) && given.length === 0);
    if (!isRequired || isGiven) return [];
    return [
      {
        source,
        field: `options.${name}`,
        problem: 'is missing',
        fix: `${optionFlag(name)} of \`sources add\` gives it: ${what}`,
      },
    ];
  });
}

/** What an option is called on the command line; lists are given one by one. */
export const optionFlag = (name: string): string =>
  `--${name
    .replace(/s$/, '')
    .replace(/Second$/, '')
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
