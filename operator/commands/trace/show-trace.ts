import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { traceDelivery } from '../../verbs/trace/trace-delivery.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeTrace } from './describe-trace.ts';

export interface TraceOptions {
  readonly id: string;
  readonly near: string | undefined;
  readonly hours: number;
  readonly asJson: boolean;
}

/** @throws {CommandError} when nothing is known of this id */
export async function showTrace({ asJson, ...asked }: TraceOptions, session: Session): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  const trace = await traceDelivery(asked, { pipeline, clock, signal: terminal.interrupted });
  if (!trace) throw new CommandError(exitCode.failed, nothingKnown(asked));
  if (asJson) writeJson('trace', trace, terminal);
  else terminal.write(describeTrace(trace, session));
  return exitCode.done;
}

const nothingKnown = ({ id, near, hours }: Omit<TraceOptions, 'asJson'>) =>
  `Nothing is known of ${id} in the ${hours} hours before ${near ?? 'now'}: it was never accepted, or it is older (--near, --hours).`;
