import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { nearest } from '../../terminal/nearest.ts';
import { pauseWorker, QUEUE_KEEPS_DAYS, resumeWorker, type FeedChange } from '../../verbs/pause-worker.ts';
import { KEEPER } from '../../verbs/read-workers.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';

export type Change = 'pause' | 'resume';

export interface ChangeOptions {
  readonly worker: string;
  readonly change: Change;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Pauses a worker, or lets it go on, and waits until it is so. */
export async function changeWorker(options: ChangeOptions, session: Session): Promise<ExitCode> {
  const { worker, change, asJson } = options;
  const { pipeline, terminal, clock } = session;
  const { interrupted: signal, progress } = terminal;
  checkFed(worker, pipeline);
  if (!(await isAgreed(options, session))) return exitCode.failed;
  const onWaiting = () => progress.show(`${worker} changes; AWS takes up to a minute`);
  const begin = change === 'pause' ? pauseWorker : resumeWorker;
  const changed = await begin(worker, { pipeline, clock, signal, onWaiting }).finally(() => progress.end());
  if (asJson) writeJson('worker', { name: worker, feed: changed.feed }, terminal);
  else terminal.write(`${describeChange(changed, pipeline.stage)}\n`);
  return changed.feed === (change === 'pause' ? 'disabled' : 'enabled') ? exitCode.done : exitCode.failed;
}

/** @throws {CommandError} that names all that a queue feeds: also the keeper, which takes no events */
function checkFed(worker: string, { about }: Session['pipeline']): void {
  const names = [...about.workers.map(({ name }) => name), KEEPER];
  if (names.includes(worker)) return;
  const meant = nearest(worker, names);
  const sentence = `There is no worker ${worker}: there are ${names.join(', ')}.`;
  throw new CommandError(exitCode.wrongUsage, meant === undefined ? sentence : `${sentence} Did you mean ${meant}?`);
}

/** On this machine nobody else is hurt. */
async function isAgreed(
  { worker, change, isConfirmed }: ChangeOptions,
  { pipeline, terminal }: Session,
): Promise<boolean> {
  if (change === 'resume' || isConfirmed || pipeline.stage === 'local') return true;
  const impact = pipeline.about.workers.find(({ name }) => name === worker)?.impact;
  const question = `Pause ${worker} of stage ${pipeline.stage}? Its queue keeps what comes for ${QUEUE_KEEPS_DAYS} days.`;
  if (!terminal.ask) {
    throw new CommandError(
      exitCode.wrongUsage,
      `This would pause ${worker} of stage ${pipeline.stage}: say --yes, as nobody can be asked here.`,
    );
  }
  if (await terminal.ask(impact === undefined ? question : `${impact} ${question}`)) return true;
  terminal.tell('Nothing was done.\n');
  return false;
}

function describeChange({ worker, feed, queueKeepsDays }: FeedChange, stage: string): string {
  if (feed === 'enabled') return `${worker} works.`;
  const resume = hooksLine(stage, ['workers', 'resume', worker]);
  if (feed === 'disabled') {
    return `${worker} is paused. Its queue keeps what comes for ${queueKeepsDays} days; to go on: ${resume}`;
  }
  return `${worker} is still changing: \`${hooksLine(stage, ['workers', 'status'])}\` shows when it is done.`;
}
