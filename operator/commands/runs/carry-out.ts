import { exitCode, type ExitCode } from '../../exit-code.ts';
import { carryOutRun, resumeRun, type RunEnd } from '../../verbs/carry-out-run.ts';
import type { RunAsked } from '../../verbs/run-asked.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { toSecond } from '../../terminal/describe-time.ts';
import { showRun } from '../../verbs/show-run.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import type { CarriedOut } from './carried-out.ts';
import { isTroubled } from './describe-counts.ts';
import { describeProgress } from './describe-progress.ts';
import { describeRun } from './describe-run.ts';
import { describeRunEnd } from './describe-run-end.ts';
import { leaveRun } from './leave-run.ts';

/** A whole run, with its progress, until it is done or left. */
export async function carryOut(asked: RunAsked, about: CarriedOut, session: Session): Promise<ExitCode> {
  const run = session.ids.unique();
  return finish(run, about, session, (ports) => carryOutRun(asked, run, ports));
}

/** The rest of a run, where there is any. */
export async function carryOn(
  run: string,
  { asJson }: Pick<CarriedOut, 'asJson'>,
  session: Session,
): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  const { run: receipt } = await showRun({ run }, pipeline, terminal.interrupted);
  if (hasEnded(receipt)) return sayEnded(receipt, asJson, session);
  const { request } = receipt;
  const foreseen = 'foreseen' in request ? request.foreseen : undefined;
  const worker = 'to' in request ? request.to : request.from;
  const about = { kind: request.kind, jsonKind: 'resume', worker, foreseen, asJson } as const;
  return finish(run, about, session, (ports) => resumeRun(run, ports));
}

/** With an unfinished one of the probe its next tick goes on, as another run. */
const hasEnded = ({ state, request }: Receipt) =>
  state === 'finished' || state === 'aborted' || (state === 'unfinished' && request.kind === 'probe');

const ENDED = { finished: 'had finished', aborted: 'was aborted', unfinished: 'had ended', running: 'runs' } as const;

/** Nobody should take the counts of then for what was sent just now. */
function sayEnded(receipt: Receipt, asJson: boolean, session: Session): ExitCode {
  const { terminal } = session;
  const { run, state, finishedAt, updatedAt, aborted, matched, succeeded, skipped, failed, unknown } = receipt;
  const { skippedBecause, failedBecause, unknownBecause, notThere } = receipt;
  const reasons = {
    ...(skippedBecause && { skippedBecause }),
    ...(failedBecause && { failedBecause }),
    ...(unknownBecause && { unknownBecause }),
    ...(notThere && { notThere }),
  };
  const endedAt = aborted?.at ?? finishedAt ?? updatedAt;
  if (asJson) {
    writeJson('resume', { run, state, endedAt, matched, succeeded, skipped, failed, unknown, ...reasons }, terminal);
  } else {
    const sentence = `Run ${run} ${ENDED[state]} at ${toSecond(endedAt)}: nothing was done now.`;
    terminal.write(`${sentence}\n${describeRun(receipt, session)}`);
  }
  // Nobody pressed Ctrl-C; but what was asked for, the rest of it, is not done.
  return state === 'unfinished' ? exitCode.failed : codeOf(receipt);
}

type Begin = (ports: Parameters<typeof resumeRun>[1]) => Promise<RunEnd>;

async function finish(run: string, about: CarriedOut, session: Session, begin: Begin): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  const { progress, interrupted: signal } = terminal;
  const startedAt = clock.now();
  const onProgress = (seen: Parameters<typeof describeProgress>[0]) =>
    progress.show(describeProgress(seen, startedAt, clock.now()));
  const end = await begin({ pipeline, clock, signal, onProgress })
    .catch((error: unknown) => {
      // Whatever broke, the run may have begun: nobody should have to search for its name.
      terminal.progress.end();
      terminal.tell(`It was run ${run}. To go on with it: ${hooksLine(pipeline.stage, ['runs', 'resume', run])}\n`);
      throw error;
    })
    .finally(() => progress.end());
  if (end === 'left') return leaveRun(run, about, session);
  if (about.asJson) writeJson(about.jsonKind ?? about.kind, end, terminal);
  else terminal.write(describeRunEnd(end, about, session, clock.now().getTime() - startedAt.getTime()));
  return codeOf(end);
}

function codeOf(end: Pick<ReplayAnswer, 'failed' | 'unknown' | 'state' | 'notThere'>): ExitCode {
  if (isTroubled(end) || end.state === 'aborted') return exitCode.failed;
  if (end.state === 'unfinished' || end.state === 'running') return exitCode.interrupted;
  // A script whose ids are misspelt must not take it for a success.
  return end.notThere ? exitCode.failed : exitCode.done;
}
