import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStage } from './package-stage.ts';

/** Packages the service once for all tests; they find it by the environment variable PACKAGED_DIR. */
export default async function packageStages(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaged-'));
  // One after the other: serverless-esbuild builds every stage in the same folder.
  await packageStage('local', join(directory, 'local'));
  await packageStage('prod', join(directory, 'prod'));
  process.env['PACKAGED_DIR'] = directory;
}
