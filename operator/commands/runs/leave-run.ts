import { exitCode, type ExitCode } from '../../exit-code.ts';
import { abortRun } from '../../verbs/abort-run.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import type { CarriedOut } from './carried-out.ts';
import { describeRun } from './describe-run.ts';

/** After Ctrl-C: whoever sits there says whether the run ends too; a script's run can be resumed. */
export async function leaveRun(run: string, { asJson }: CarriedOut, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  if (terminal.ask && (await terminal.ask(`Abort run ${run} too? What was sent stays sent.`))) {
    const receipt = await abortRun({ run, reason: 'Ctrl-C' }, { pipeline, clock });
    if (asJson) writeJson('run', receipt, terminal);
    else terminal.write(describeRun(receipt, session));
    return exitCode.interrupted;
  }
  terminal.tell(
    `Run ${run} is left: what is under way goes on until its invocation ends. To go on with the rest:\n` +
      `  ${hooksLine(pipeline.stage, ['runs', 'resume', run])}\nTo end it:\n` +
      `  ${hooksLine(pipeline.stage, ['runs', 'abort', run, '--reason', '…'])}\n`,
  );
  return exitCode.interrupted;
}
