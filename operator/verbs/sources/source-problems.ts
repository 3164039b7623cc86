import { budgetProblems } from '../../../functions/ingest/budget-problems.ts';
import { descriptionProblems } from '../../../functions/ingest/description-problems.ts';
import { retentionProblems } from '../../../functions/ingest/retention-problems.ts';
import type { LoadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import * as v from 'valibot';
import { readSources, sourceProblems as fieldProblems, sourceSchema, type Source } from '#shared/messages/source.ts';
import type { LoadAbout } from './load-about.ts';
import { meantProvider } from './meant-provider.ts';
import { optionProblems } from './option-problems.ts';
import { secretLacks } from './secret-lacks.ts';
import { secretProblem } from './secret-problem.ts';
import type { SourceProblem } from './source-problem.ts';

export interface SourceProblemsPorts {
  readonly loadProvider: LoadProvider;
  readonly loadAbout: LoadAbout;
  readonly now: Date;
  /** By the stage; left out: it does not tell. */
  readonly retentionDaysOffered?: readonly number[] | undefined;
}

/** All that is wrong with one source, as ingest would see it. */
export async function sourceProblems(
  source: string,
  entry: unknown,
  ports: SourceProblemsPorts,
): Promise<readonly SourceProblem[]> {
  const text = JSON.stringify({ [source]: entry });
  const { success, output } = v.safeParse(sourceSchema, entry);
  if (!success) return fieldProblems(text).map((told) => ({ ...placed(source, told), ...anew }));
  const named = fieldProblems(text).map((told) => ({ ...placed(source, told), ...anew }));
  const described = await descriptionProblems(text, ports.loadProvider);
  if (described.length > 0) return [...named, ...described.map((told) => ({ ...placed(source, told), ...anew }))];
  return [...named, ...(await servingProblems(source, output, ports))];
}

async function servingProblems(source: string, entry: Source, ports: SourceProblemsPorts) {
  const { loadProvider, loadAbout, now, retentionDaysOffered } = ports;
  const provider = await loadProvider(entry);
  if (!provider)
    return [{ source, field: 'provider', problem: await unknownProvider(entry.provider, loadAbout), ...anew }];
  const about = await loadAbout(entry.provider);
  const unusable = entry.secrets.flatMap((secret, index) => {
    const problem = secretProblem(provider, secret);
    return problem === undefined ? [] : [{ source, field: `secrets.${index}`, problem, ...rotated(source) }];
  });
  const read = readSources(JSON.stringify({ [source]: entry }));
  const retentions = retentionDaysOffered ? retentionProblems(read, retentionDaysOffered) : [];
  const budgets = await budgetProblems(read, loadProvider);
  return [
    ...optionProblems(source, entry.options, about),
    ...unusable,
    ...budgets.map((told) => ({ ...placed(source, told), fix: 'Leave the budget away.' })),
    ...retentions.map((told) => ({ ...placed(source, told), fix: 'Leave it away, or say one that is offered.' })),
    ...secretLacks(source, entry, { provider, about, now }),
  ];
}

/** There is no such provider; which may have been meant, and who knows the others. */
export async function unknownProvider(name: string, loadAbout: LoadAbout): Promise<string> {
  const meant = await meantProvider(name, loadAbout);
  const hint = meant === undefined ? '' : ` (perhaps ${meant} is meant)`;
  return `there is no provider of that name${hint}; \`npm run hooks -- sources add --help\` lists them`;
}

const anew = { fix: 'Correct it, or retire the source and add it anew.' };
const rotated = (source: string) => ({ fix: ['sources', 'rotate', source] });

/** `name.field: sentence`, as the schemas tell it; names may hold dots and colons themselves. */
function placed(source: string, told: string): Pick<SourceProblem, 'source' | 'field' | 'problem'> {
  const rest = told.slice(source.length);
  const [, field, problem = rest] = /^\.?(.*?): ([^]*)$/.exec(rest) ?? [];
  return { source, problem, ...(field && { field }) };
}
