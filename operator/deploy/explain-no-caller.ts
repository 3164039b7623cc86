import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** AWS says it in many ways; what to do about it is the same for all of them. */
export function explainNoCaller(error: unknown): CommandError {
  const why = error instanceof Error ? error.message : String(error);
  return new CommandError(
    exitCode.denied,
    `AWS does not know whose credentials these are (${why}): sign in, for example with \`aws sso login\`, and name the profile in AWS_PROFILE.`,
    { cause: error },
  );
}
