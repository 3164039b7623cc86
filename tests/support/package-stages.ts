import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStage } from '../../template/package-stage.ts';

/**
 * Packages the service once for all tests; they find it by the environment variable PACKAGED_DIR. Beside it lies what Node
 * has compiled for their children.
 */
export default async function packageStages(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaged-'));
  // Not the one of the shell: a run neither finds nor leaves anything.
  process.env['NODE_COMPILE_CACHE'] = join(directory, 'compiled');
  // One after the other: serverless-esbuild builds every stage in the same folder.
  for (const stage of ['local', 'prod'])
    await packageStage({ stage, serviceDirectory: process.cwd(), outputDirectory: join(directory, stage) });
  process.env['PACKAGED_DIR'] = directory;
}
