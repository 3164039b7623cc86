import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageStage } from '../../template/package-stage.ts';
import { NotRun, ownDirectory } from '../support/run-program.ts';

/**
 * Where the packaged stage prod is; what is packaged for this run alone goes with the program.
 * @param asked where somebody has packaged it before; without it the tests' own, or packaged now
 * @throws {NotRun} there is none; the message says why, in words for whoever asked
 */
export async function packagedProd(asked: string | undefined, signal: AbortSignal): Promise<string> {
  const ofTests = process.env['PACKAGED_DIR'];
  const known = asked ?? (ofTests ? join(ofTests, 'prod') : undefined);
  if (known !== undefined) {
    if (existsSync(join(known, 'serverless-state.json'))) return known;
    throw new NotRun(`Nothing is packaged in ${known}: npx sls package --stage prod --package ${known}`);
  }
  process.stderr.write('Packaging…\n');
  const directory = ownDirectory('simulated');
  try {
    await packageStage({ stage: 'prod', serviceDirectory: process.cwd(), outputDirectory: directory, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new NotRun(error instanceof Error ? error.message : String(error));
  }
  return directory;
}
