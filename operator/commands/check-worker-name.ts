import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { nearest } from '../terminal/nearest.ts';
import { checkWorker } from '#shared/dead-letters/check-worker.ts';

/** @throws {CommandError} that names those there are, and the one that may be meant */
export function checkWorkerName(worker: string, { about }: Pick<Pipeline, 'about'>): void {
  const names = about.workers.map(({ name }) => name);
  try {
    checkWorker(worker, names);
  } catch (error) {
    const meant = nearest(worker, names);
    const sentence = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCode.wrongUsage, meant === undefined ? sentence : `${sentence} Did you mean ${meant}?`);
  }
}
