import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** As CloudFormation, and the services it asks in somebody's name, call a right that is lacking. */
const DENIALS: readonly string[] = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/** Whoever deploys may be somebody who may not look: that is no fault of ours, and needs no stack trace. */
export function explainNoStack(error: unknown, stackName: string): unknown {
  if (!(error instanceof Error) || error instanceof TypeError) return error;
  if (DENIALS.includes(error.name)) {
    return new CommandError(
      exitCode.denied,
      `You may not ask CloudFormation for the stack ${stackName} (${error.message}): docs/deploying.md names the rights that a deploy needs.`,
      { cause: error },
    );
  }
  return new CommandError(exitCode.failed, `CloudFormation did not tell of the stack ${stackName}: ${error.message}`, {
    cause: error,
  });
}
