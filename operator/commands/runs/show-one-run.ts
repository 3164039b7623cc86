import type { RunOutcome } from '#shared/messages/receipt.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { createGaps } from '../../verbs/gaps.ts';
import { findRun } from '../../verbs/find-run.ts';
import { notReached, outcomesOf, sinceOf } from '../../verbs/show-run.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { checkRunName } from './check-run-name.ts';
import { describeRun } from './describe-run.ts';

export interface ShowRunOptions {
  readonly run: string;
  readonly withOutcomes: boolean;
  readonly asJson: boolean;
}

/** A receipt with what became since of what it sent, and the outcome of each where that is asked for. */
export async function showOneRun(options: ShowRunOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal } = session;
  const { interrupted } = terminal;
  checkRunName(options.run);
  const { run: receipt } = await findRun(options.run, pipeline, interrupted);
  const { gaps, unlessGap } = createGaps(interrupted);
  // What cannot be told of the events must not hide the receipt.
  const since = await unlessGap(sinceOf(receipt, pipeline, interrupted));
  for (const gap of gaps) terminal.tell(`What became of them since is not known: ${plainLine(gap)}\n`);
  const left = notReached(receipt);
  if (options.asJson) {
    writeJson(
      'run',
      { ...receipt, ...(since && { since }), ...(left !== undefined && { notReached: left }) },
      terminal,
    );
  } else terminal.write(describeRun(receipt, session, since));
  if (!options.withOutcomes) return exitCode.done;
  for await (const outcome of outcomesOf(receipt, pipeline, interrupted)) {
    if (options.asJson) writeJson('outcome', outcome, terminal);
    else terminal.write(`  ${plainLine(describeOutcome(outcome))}\n`);
  }
  return exitCode.done;
}

const describeOutcome = ({ id, outcome, because, until }: RunOutcome) =>
  [`${(outcome === 'unknown' ? 'begun, not known' : outcome).padEnd(9)} ${id}`, because, until && `until ${until}`]
    .filter(Boolean)
    .join('  ');
