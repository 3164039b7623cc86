import type { Receipt } from '#shared/messages/receipt.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { describeColumns, type Column } from '../../terminal/describe-columns.ts';
import { toSecond } from '../../terminal/describe-time.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import { hasDied, listRuns } from '../../verbs/list-runs.ts';
import { notReached } from '../../verbs/show-run.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeCounts, DOES } from './describe-counts.ts';
import { colourOf, resumeWords, shortWhoOf, stateOf, whatOf } from './describe-run.ts';

export interface RunsOptions {
  readonly limit: number;
  readonly asJson: boolean;
}

/** The newest runs; those that have died with the line that goes on with them. */
export async function listAllRuns({ limit, asJson }: RunsOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  const { runs, unreadable = 0 } = await listRuns({ limit }, pipeline, terminal.interrupted);
  if (unreadable > 0) terminal.tell(`${whole(unreadable)} receipts cannot be read by the version that is deployed.\n`);
  if (asJson) {
    for (const run of runs) writeJson('run', run, terminal);
    return exitCode.done;
  }
  const now = clock.now();
  if (runs.length === 0) terminal.write('No runs.\n');
  else if (terminal.columns < TABLE_COLUMNS) terminal.write(runs.map((one) => describeShortly(one, now)).join(''));
  else terminal.write(describeColumns(runs, columnsFor(runs, now), terminal));
  for (const receipt of runs.filter((one) => hasDied(one, now))) {
    const { run } = receipt;
    const line = hooksLine(pipeline.stage, ['runs', 'resume', run]);
    terminal.write(`${run} may have died. ${resumeWords(receipt)}: ${line}\n`);
  }
  return exitCode.done;
}

/** Narrower than this a table would cut the names of the runs, by which they are resumed. */
const TABLE_COLUMNS = 140;

const describeShortly = (receipt: Receipt, now: Date) => {
  const { run, startedAt, request } = receipt;
  const left = notReached(receipt);
  const counts = `${describeCounts(receipt, request.kind)}${left === undefined ? '' : `, ${whole(left)} not reached`}`;
  const by = shortWhoOf(receipt);
  return `${run}  ${toSecond(startedAt)}  ${stateOf(receipt, now)}
  ${plainLine(`${whatOf(request)}: ${counts}, by ${by}: ${request.reason ?? 'without a reason'}`)}
`;
};

const columnsFor = (runs: readonly Receipt[], now: Date): readonly Column<Receipt>[] => [
  { heading: 'started', cell: ({ startedAt }) => toSecond(startedAt) },
  { heading: 'run', cell: ({ run }) => run },
  { heading: 'state', cell: (receipt) => stateOf(receipt, now), paint: colourOf },
  { heading: 'what', cell: ({ request }) => whatOf(request), widthMax: 30 },
  { heading: 'did', cell: ({ succeeded, request }) => `${whole(succeeded)} ${DOES[request.kind]}`, align: 'right' },
  { heading: 'skipped', cell: ({ skipped }) => whole(skipped), align: 'right' },
  { heading: 'failed', cell: ({ failed }) => whole(failed), align: 'right' },
  ...(runs.some(({ unknown = 0 }) => unknown > 0) ? [NOT_KNOWN] : []),
  ...(runs.some((one) => notReached(one) !== undefined) ? [NOT_REACHED] : []),
  { heading: 'who', cell: shortWhoOf, widthMax: 40 },
  { heading: 'why', cell: ({ request }) => request.reason ?? '' },
];

/** Begun by a call that died. */
const NOT_KNOWN: Column<Receipt> = {
  heading: 'not known',
  cell: ({ unknown = 0 }) => (unknown > 0 ? whole(unknown) : ''),
  align: 'right',
  paint: () => 'red',
};

const NOT_REACHED: Column<Receipt> = {
  heading: 'not reached',
  cell: (receipt) => {
    const left = notReached(receipt);
    return left === undefined ? '' : whole(left);
  },
  align: 'right',
  paint: () => 'yellow',
};
