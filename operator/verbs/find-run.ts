import type { RunAnswer } from '#shared/messages/inspect-request.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { listRuns } from './list-runs.ts';
import { showRun } from './show-run.ts';

/** Of the names that runs are given by themselves. */
const PREFIX = /^[0-9a-f]{8,31}$/;
/** Whoever copies the beginning of a name has it from a list of the newest. */
const LOOKED_MAX = 500;
const NAMED_MAX = 5;

/** The run of this name, or the only one of the newest whose name begins so. @throws {CommandError} */
export async function findRun(
  name: string,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<RunAnswer> {
  try {
    return await showRun({ run: name }, pipeline, signal);
  } catch (error) {
    if (!PREFIX.test(name) || !isMissing(error)) throw error;
    const { runs } = await listRuns({ limit: LOOKED_MAX }, pipeline, signal);
    const found = runs.map(({ run }) => run).filter((run) => run.startsWith(name));
    const [only] = found;
    if (only !== undefined && found.length === 1) return showRun({ run: only }, pipeline, signal);
    if (found.length === 0) throw error;
    const shown = found.slice(0, NAMED_MAX).join(', ');
    throw new CommandError(
      exitCode.failed,
      `${found.length} runs begin with ${name}, such as ${shown}: say more of it.`,
    );
  }
}

const isMissing = (error: unknown) => error instanceof CommandError && error.message.startsWith('There is no run ');
