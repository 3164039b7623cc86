import { exitCode, type ExitCode } from '../../exit-code.ts';
import { describeColumns, type Column } from '../../terminal/describe-columns.ts';
import { toSecond } from '../../terminal/describe-time.ts';
import { listSecrets, listSources, type SecretSummary, type SourceSummary } from '../../verbs/sources/list-sources.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { problemJson } from './describe-problem.ts';
import { portsOf, type SourceTools } from './source-tools.ts';

export interface ListOptions {
  /** Each secret by its fingerprint, instead of the sources. */
  readonly isOfSecrets: boolean;
  readonly asJson: boolean;
}

/** Lists the sources of a stage, or their secrets; never a value. */
export async function list(
  { isOfSecrets, asJson }: ListOptions,
  session: Session,
  tools: SourceTools,
): Promise<ExitCode> {
  const { terminal, pipeline } = session;
  const ports = portsOf(session, tools);
  const entries = await readSourceEntries(ports.config);
  if (Object.keys(entries).length === 0) terminal.tell(`There is no source in stage ${pipeline.stage}.\n`);
  else if (isOfSecrets) {
    const secrets = listSecrets(entries, ports.now);
    if (asJson) for (const secret of secrets) writeJson('secret', secret, terminal);
    else terminal.write(describeColumns(secrets, SECRET_COLUMNS, terminal));
  } else {
    const sources = await listSources(entries, ports);
    if (asJson) for (const source of sources) writeJson('source', sourceJson(source, pipeline.stage), terminal);
    else terminal.write(describeColumns(sources, columnsFor(sources), terminal));
  }
  return exitCode.done;
}

const sourceJson = (source: SourceSummary, stage: string) => ({
  ...source,
  problems: source.problems.map((problem) => problemJson(problem, stage)),
});

const SOURCE_COLUMNS: readonly Column<SourceSummary>[] = [
  { heading: 'source', cell: ({ name }) => name, widthMax: 40 },
  { heading: 'provider', cell: ({ provider }) => provider ?? '?', widthMax: 24 },
  { heading: 'secrets', cell: ({ secrets }) => describeSecrets(secrets) },
  {
    heading: 'problems',
    cell: ({ problems }) => (problems.length === 0 ? '' : String(problems.length)),
    align: 'right',
    paint: () => 'yellow',
  },
  { heading: 'URL', cell: ({ url }) => url ?? '?' },
];

/** How long a source is kept is shown where any of them says so. */
const columnsFor = (sources: readonly SourceSummary[]) =>
  sources.some(({ retentionDays }) => retentionDays !== undefined)
    ? SOURCE_COLUMNS.toSpliced(-1, 0, RETENTION_COLUMN)
    : SOURCE_COLUMNS;

const RETENTION_COLUMN: Column<SourceSummary> = {
  heading: 'kept',
  cell: ({ retentionDays }) => (retentionDays === undefined ? '' : `${retentionDays} days`),
};

const SECRET_COLUMNS: readonly Column<SecretSummary>[] = [
  { heading: 'source', cell: ({ source }) => source, widthMax: 40 },
  { heading: 'secret', cell: ({ fingerprint }) => fingerprint },
  { heading: 'counts', cell: ({ state }) => state, paint: ({ state }) => (state === 'now' ? 'green' : 'yellow') },
  { heading: 'from', cell: ({ notBefore }) => (notBefore === undefined ? '' : toSecond(notBefore)) },
  { heading: 'until', cell: ({ notAfter }) => (notAfter === undefined ? '' : toSecond(notAfter)) },
  { heading: 'use', cell: ({ use = '' }) => use },
];

/** `2 now, 1 later`. */
function describeSecrets({ now, later, ended }: SourceSummary['secrets']): string {
  const others = [...(later > 0 ? [`${later} later`] : []), ...(ended > 0 ? [`${ended} ended`] : [])];
  return [`${now} now`, ...others].join(', ');
}
