import { exitCode, type ExitCode } from '../../exit-code.ts';
import { describeColumns, type Column } from '../../terminal/describe-columns.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import { readWorkers, type WorkerStatus } from '../../verbs/read-workers.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';

const FEEDS = { enabled: 'works', disabled: 'paused', changing: 'changing', unknown: '?' } as const;

/** Whether each is fed by its queue. */
export async function showWorkers({ asJson }: { readonly asJson: boolean }, session: Session): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  const { workers, gaps } = await readWorkers(pipeline, terminal.interrupted);
  if (asJson) for (const worker of workers) writeJson('worker', worker, terminal);
  else terminal.write(describeColumns(workers, COLUMNS, terminal));
  for (const gap of gaps) terminal.tell(`${wrapColumns(plainLine(gap), terminal.columns).join('\n')}\n`);
  return exitCode.done;
}

const COLUMNS: readonly Column<WorkerStatus>[] = [
  { heading: 'worker', cell: ({ name }) => name },
  { heading: 'state', cell: ({ feed }) => FEEDS[feed], paint: ({ feed }) => (feed === 'enabled' ? 'green' : 'yellow') },
  { heading: 'waiting', cell: ({ depth }) => (depth ? whole(depth.waiting + depth.delayed) : '?'), align: 'right' },
  { heading: 'at work', cell: ({ depth }) => (depth ? whole(depth.inFlight) : '?'), align: 'right' },
  { heading: 'who is hurt while it is paused', cell: ({ impact = '' }) => impact, wraps: true },
];
