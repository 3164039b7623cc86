import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageService } from '../../local/package-service.ts';
import { NotRun } from './run-program.ts';

interface Wanted {
  /** What somebody has packaged before; without it the tests' own, or packaged now. */
  readonly packaged?: string | undefined;
  /** Where it is packaged to. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Where the packaged stage local is, for a program that starts local mode. */
export async function packagedLocal({ packaged, directory, signal }: Wanted): Promise<string> {
  const ofTests = process.env['PACKAGED_DIR'];
  const given = packaged ?? (ofTests ? join(ofTests, 'local') : undefined);
  if (given === undefined) {
    process.stderr.write('Packaging…\n');
    await packageService(process.cwd(), join(directory, 'package'), signal);
    return join(directory, 'package');
  }
  if (existsSync(join(given, 'serverless-state.json'))) return resolve(given);
  throw new NotRun(`${given} holds no packaged service: npx sls package --stage local --package ${given}`);
}
