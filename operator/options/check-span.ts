import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** @throws {CommandError} where nothing can lie between the two */
export function checkSpan({
  since,
  until,
}: {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}): void {
  if (since === undefined || until === undefined || since < until) return;
  throw new CommandError(
    exitCode.wrongUsage,
    `Nothing can lie between --since ${since} and --until ${until}: --until must be the later of the two.`,
  );
}
