import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { toSecond } from '../../terminal/describe-time.ts';
import { fitColumns, plainLine } from '../../terminal/fit-columns.ts';
import { nearest } from '../../terminal/nearest.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import type { Paint } from '../../terminal/paint.ts';
import { sampleOf } from '../../verbs/names-good-ends.ts';
import { tailEvents, type TailedEvent } from '../../verbs/tail-events.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';

export interface TailOptions {
  readonly sources: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  readonly workers: readonly string[] | undefined;
  readonly since: string | undefined;
  readonly asJson: boolean;
}

/** A line for each thing that happens, until Ctrl-C. */
export async function showTail(options: TailOptions, { pipeline, terminal, clock }: Session): Promise<ExitCode> {
  const { sources, types, workers, since, asJson } = options;
  const steps = ['ingest', ...pipeline.about.workers.map(({ name }) => name)];
  for (const worker of workers ?? []) checkStep(worker, steps);
  const asked = {
    ...(since !== undefined && { from: new Date(since) }),
    ...(sources && { sources }),
    ...(types && { types }),
    ...(workers && { workers }),
  };
  const sample = sampleOf(pipeline.about);
  if (sample !== undefined)
    terminal.tell(
      `Of what succeeds at once the log names ${sample} (logSampleRate); all that is accepted or fails is shown.\n`,
    );
  const stepColumns = Math.max(...steps.map((step) => step.length));
  for await (const event of tailEvents(asked, { pipeline, clock, signal: terminal.interrupted })) {
    const { kind, at, ...rest } = event;
    if (asJson) writeJson('event', { at: at.toISOString(), outcome: kind, ...rest }, terminal);
    else terminal.write(`${describeTailed(event, { stepColumns, hasDays: since !== undefined }, terminal)}\n`);
  }
  return exitCode.interrupted;
}

function checkStep(worker: string, steps: readonly string[]): void {
  if (steps.includes(worker)) return;
  const meant = nearest(worker, steps);
  const sentence = `There is no worker ${worker}; there are ${steps.join(', ')}.`;
  throw new CommandError(exitCode.wrongUsage, meant === undefined ? sentence : `${sentence} Did you mean ${meant}?`);
}

const COLOURS = {
  accepted: 'green',
  rejected: 'red',
  spilled: 'yellow',
  result: 'green',
  failed: 'yellow',
  'dead-letter': 'red',
} as const;
const KIND_COLUMNS = Math.max(...Object.keys(COLOURS).map((kind) => kind.length));
/** What happens now needs no day; what happened may have been on another one. UTC either way, like all that is shown. */
const timeOf = (at: Date, hasDay: boolean) => (hasDay ? toSecond(at.toISOString()) : at.toISOString().slice(11));

/** Narrower than this what happened goes on below its time and not beside it. */
const ROOM_MIN = 34;
const INDENT_COLUMNS = 4;

interface TailLayout {
  readonly stepColumns: number;
  readonly hasDays: boolean;
}

/** Nothing is cut: an id is there to be traced, and an error to be read. */
function describeTailed(
  { at, step, kind, source, types = [], eventId, deliveryId, attempt, detail }: TailedEvent,
  { stepColumns, hasDays }: TailLayout,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string {
  const name = [source, types.join(',')].filter(Boolean).join('/');
  const attempted = attempt !== undefined && attempt > 1 ? `attempt ${attempt}` : undefined;
  const rest = plainLine([name, eventId ?? deliveryId, attempted, detail].filter(Boolean).join(' '));
  const head = `${timeOf(at, hasDays)}  ${fitColumns(step, stepColumns)}  `;
  const beside = head.length + KIND_COLUMNS + 2;
  const indent = columns - beside < ROOM_MIN ? INDENT_COLUMNS : beside;
  const lines = wrapColumns(rest, columns - indent).join(`\n${' '.repeat(indent)}`);
  const gap = indent === beside ? '  ' : `\n${' '.repeat(indent)}`;
  return `${paint('dim', head)}${paint(COLOURS[kind], kind.padEnd(KIND_COLUMNS))}${gap}${lines}`;
}
