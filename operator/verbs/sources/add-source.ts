import type { Secret, SourceOptions } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { changeSourceEntries, type ChangeEntriesPorts, type SourceEntries } from './source-entries.ts';
import { writtenSecret } from './find-source.ts';
import type { AwaitedOffer } from './offer-word.ts';
import type { SourceProblem } from './source-problem.ts';
import { sourceProblems, type SourceProblemsPorts } from './source-problems.ts';
import { sourceUrl } from './source-url.ts';

/** A source that is to be. */
export interface SourceDraft {
  readonly name: string;
  readonly provider: string;
  readonly secrets: readonly Secret[];
  readonly options: SourceOptions;
  readonly description: unknown;
  /** Left out: as long as the stage keeps the others. */
  readonly retentionDays?: number | undefined;
  /** Left out: it waits for no secret. */
  readonly awaited: AwaitedOffer | undefined;
}

export interface AddSourcePorts extends SourceProblemsPorts {
  readonly webhooksUrl: string | undefined;
}

/** @throws {CommandError} for a name that is taken, and for what ingest could not serve */
export async function addSource(draft: SourceDraft, ports: ChangeEntriesPorts & AddSourcePorts): Promise<void> {
  await changeSourceEntries(ports, async (entries) => {
    checkIsFree(entries, draft.name);
    await checkDraft(draft, ports);
    return { ...entries, [draft.name]: writtenSource(draft) };
  });
}

/** @throws {CommandError} */
export function checkIsFree(entries: SourceEntries, name: string): void {
  if (!Object.hasOwn(entries, name)) return;
  throw new CommandError(
    exitCode.wrongUsage,
    `There is a source ${name} already: rotate gives it another secret, retire ends it.`,
  );
}

/** @throws {CommandError} that names every field with a mistake; what the source still lacks is none */
export async function checkDraft(draft: SourceDraft, ports: AddSourcePorts): Promise<void> {
  const problems = await sourceProblems(draft.name, writtenSource(draft), ports);
  const mistakes = problems.filter(({ isLack }) => isLack !== true);
  if (mistakes.length === 0) return;
  const url = sourceUrl(draft.name, draft.options, ports.webhooksUrl);
  // Some senders show what is missing only once they know the URL.
  const where = url !== undefined && mistakes.some(isMissing) ? [`Its URL is ${url}.`] : [];
  throw new CommandError(exitCode.wrongUsage, [...mistakes.map(sentence), ...where].join('\n'));
}

const isMissing = ({ field, problem }: SourceProblem) =>
  field?.startsWith('options.') === true && problem === 'is missing';

function sentence(told: SourceProblem): string {
  const { source, field, problem, fix } = told;
  const place = [source, field].filter((part) => part !== undefined).join('.');
  // What else is wrong here was typed a moment ago, and needs no advice.
  return `${place}: ${problem}.${isMissing(told) && typeof fix === 'string' ? ` ${fix}` : ''}`;
}

/** As it stands in the object. */
export function writtenSource(draft: SourceDraft): object {
  const { provider, secrets, options, description, retentionDays, awaited } = draft;
  return {
    provider,
    secrets: secrets.map(writtenSecret),
    ...(Object.keys(options).length > 0 && { options }),
    ...(description !== undefined && { description }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...awaited,
  };
}
