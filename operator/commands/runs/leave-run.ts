import { exitCode, type ExitCode } from '../../exit-code.ts';
import { abortRun } from '../../verbs/abort-run.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import type { CarriedOut } from './carried-out.ts';
import { describeRun } from './describe-run.ts';
import { PROBE_GOES_ON } from './probe-goes-on.ts';

/** After Ctrl-C the function goes on sending: whoever sits there says whether it shall; a script's run can be resumed. */
export async function leaveRun(run: string, { kind, asJson }: CarriedOut, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  if (kind === 'probe') {
    const line = hooksLine(pipeline.stage, ['runs', 'show', run]);
    terminal.tell(`Run ${run} is left. ${PROBE_GOES_ON}\nTo see how far it came:\n  ${line}\n`);
    return exitCode.interrupted;
  }
  if (
    terminal.ask &&
    (await terminal.ask(`Run ${run} goes on without this terminal. End it? What was sent stays sent.`))
  ) {
    const receipt = await abortRun({ run, reason: 'Ctrl-C' }, { pipeline, clock });
    if (asJson) writeJson('run', receipt, terminal);
    else terminal.write(describeRun(receipt, session));
    return exitCode.interrupted;
  }
  terminal.tell(
    `Run ${run} is left: it goes on for up to five minutes, until the time of its function is over.\n` +
      'To see how far it is, or to go on with what it did not reach:\n' +
      `  ${hooksLine(pipeline.stage, ['runs', 'resume', run])}\nTo end it:\n` +
      `  ${hooksLine(pipeline.stage, ['runs', 'abort', run, '--reason', '…'])}\n`,
  );
  return exitCode.interrupted;
}
