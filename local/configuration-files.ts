import { budgetProblems } from '../functions/ingest/budget-problems.ts';
import { descriptionProblems } from '../functions/ingest/description-problems.ts';
import { loadProvider } from '../functions/ingest/providers/load-provider.ts';
import { DESTINATIONS_KEY, destinationProblems, readDestinations } from '#shared/messages/destination.ts';
import { readRedaction, REDACTION_KEY, redactionProblems } from '#shared/messages/redaction.ts';
import { readSources, SOURCES_KEY, sourceProblems } from '#shared/messages/source.ts';

/** A file of local/ that the functions read from the config bucket. */
export interface ConfigurationFile {
  /** `sources` is `local/sources.json`. */
  readonly name: string;
  readonly key: string;
  /** @throws when the whole is none */
  readonly read: (text: string) => unknown;
  readonly problems: (text: string) => readonly string[] | Promise<readonly string[]>;
  /** What serves, but not as it is written. */
  readonly reservations: (text: string) => readonly string[] | Promise<readonly string[]>;
  /** What a file means that is none at all. */
  readonly stays: string;
  /** What a slip in one entry means. */
  readonly slip: string;
  /** Left out where what is built in serves as well. */
  readonly missing?: string;
  /** Commands change single entries of what was published: an edit of the file keeps those that they added. */
  readonly isChangedByCommands?: true;
}

export const configurationFiles: readonly ConfigurationFile[] = [
  {
    name: 'sources',
    key: SOURCES_KEY,
    read: readSources,
    problems: async (text) => [...sourceProblems(text), ...(await descriptionProblems(text, loadProvider))],
    reservations: (text) => budgetProblems(readSources(text), loadProvider),
    stays: 'The sources stay as they were.',
    slip: 'This source does not serve, the others do.',
    missing: 'There is no local/sources.json, so every webhook is answered 404 until a source exists.',
    isChangedByCommands: true,
  },
  {
    name: 'destinations',
    key: DESTINATIONS_KEY,
    read: readDestinations,
    problems: destinationProblems,
    reservations: () => [],
    stays: 'The destinations stay as they were.',
    slip: 'Forward holds back every event until this destination is corrected.',
    missing: 'There is no local/destinations.json, so nothing is forwarded until a destination exists.',
  },
  {
    name: 'redaction',
    key: REDACTION_KEY,
    read: readRedaction,
    problems: redactionProblems,
    reservations: () => [],
    stays: 'What is hidden stays as it was.',
    slip: 'Bodies of whom it is for are not shown until it is corrected.',
  },
];
