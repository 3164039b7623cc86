import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageStage } from '../template/package-stage.ts';
import { NotRun } from '../tests/support/run-program.ts';
import type { BenchContext } from './row.ts';

interface Wanted extends Pick<BenchContext, 'tell' | 'signal'> {
  /** Holds `local` and `prod`, packaged before; without it they are packaged now. */
  readonly packaged?: string | undefined;
  readonly directory: string;
}

/** @throws {NotRun} with what is missing, or serverless's own words */
export async function packagedStages({ packaged, directory, tell, signal }: Wanted): Promise<BenchContext['packaged']> {
  const folder = resolve(packaged ?? join(directory, 'packaged'));
  const stages = { local: join(folder, 'local'), prod: join(folder, 'prod') };
  for (const [stage, outputDirectory] of Object.entries(stages)) {
    if (packaged === undefined) {
      tell(`Packaging stage ${stage}…`);
      await packageStage({ stage, serviceDirectory: process.cwd(), outputDirectory, signal }).catch(toNotRun(signal));
    }
    if (existsSync(join(outputDirectory, 'serverless-state.json'))) continue;
    throw new NotRun(
      `Nothing is packaged in ${outputDirectory}: npx sls package --stage ${stage} --package ${outputDirectory}`,
    );
  }
  return stages;
}

const toNotRun = (signal: AbortSignal) => (error: unknown) => {
  signal.throwIfAborted();
  throw new NotRun(error instanceof Error ? error.message : String(error));
};
