import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStage } from '../../template/package-stage.ts';
import { packageTemplate } from './package-template.ts';

/**
 * Packages the service once for all tests; they find it by the environment variable PACKAGED_DIR. Beside it lies what Node
 * has compiled for their children.
 */
export default async function packageStages(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaged-'));
  // Not the one of the shell: a run neither finds nor leaves anything.
  process.env['NODE_COMPILE_CACHE'] = join(directory, 'compiled');
  const settingsOf = (stage: string) => ({
    stage,
    serviceDirectory: process.cwd(),
    outputDirectory: join(directory, stage),
  });
  // Local mode bundles the functions itself, from their sources; the bundles of prod are looked at.
  await Promise.all([packageStage(settingsOf('prod')), packageTemplate(settingsOf('local'))]);
  process.env['PACKAGED_DIR'] = directory;
}
