import { checkWorker } from '#shared/dead-letters/check-worker.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';

/** @throws {CommandError} that names those there are */
export function checkWorkerName(worker: string, workers: readonly string[]): void {
  try {
    checkWorker(worker, workers);
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, error instanceof Error ? error.message : String(error));
  }
}
