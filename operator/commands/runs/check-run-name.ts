import * as v from 'valibot';
import { runNameSchema } from '#shared/messages/replay-request.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';

/** @throws {CommandError} for what no run can be called */
export function checkRunName(run: string): void {
  if (v.is(runNameSchema, run)) return;
  throw new CommandError(exitCode.wrongUsage, `${JSON.stringify(run)} is no name of a run: \`runs list\` has them.`);
}
