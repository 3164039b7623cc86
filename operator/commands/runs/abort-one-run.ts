import { exitCode, type ExitCode } from '../../exit-code.ts';
import { checkReason } from '../../options/check-reason.ts';
import { abortRun } from '../../verbs/abort-run.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { checkRunName } from './check-run-name.ts';
import { describeRun } from './describe-run.ts';

export interface AbortOptions {
  readonly run: string;
  readonly reason: string;
  readonly asJson: boolean;
}

/** Ends one run and shows how far it came. */
export async function abortOneRun({ run, reason, asJson }: AbortOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  checkRunName(run);
  checkReason(reason);
  const receipt = await abortRun({ run, reason }, { pipeline, clock, signal: terminal.interrupted });
  if (asJson) writeJson('run', receipt, terminal);
  else terminal.write(describeRun(receipt, session));
  return receipt.state === 'aborted' ? exitCode.done : exitCode.failed;
}
