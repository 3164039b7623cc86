import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStage } from '../support/package-stage.ts';

export interface PackagedProd {
  readonly directory: string;
  /** Removes what was packaged for this run alone. */
  readonly forget: () => Promise<void>;
}

/** There is no template to simulate; the message says why, in words for whoever asked. */
export class NotPackaged extends Error {
  override readonly name = 'NotPackaged';
}

/** @param asked where somebody has packaged stage prod before; without it the tests' own, or packaged now */
export async function packagedProd(asked: string | undefined, say: (text: string) => void): Promise<PackagedProd> {
  const ofTests = process.env['PACKAGED_DIR'];
  const known = asked ?? (ofTests ? join(ofTests, 'prod') : undefined);
  if (known !== undefined) {
    if (!existsSync(join(known, 'serverless-state.json'))) {
      throw new NotPackaged(`Nothing is packaged in ${known}: sls package --stage prod --package ${known}`);
    }
    return { directory: known, forget: () => Promise.resolve() };
  }
  say('Packaging…\n');
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-simulated-'));
  const forget = () => rm(directory, { recursive: true, force: true });
  try {
    await packageStage('prod', directory);
  } catch (error) {
    await forget();
    throw new NotPackaged(error instanceof Error ? error.message : String(error));
  }
  return { directory, forget };
}
