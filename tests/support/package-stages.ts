import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Packages the service once for all tests; they find it by the environment variable PACKAGED_DIR. */
export default async function packageStages(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaged-'));
  // One after the other: serverless-esbuild builds every stage in the same folder.
  for (const stage of ['local', 'prod']) {
    await promisify(execFile)(join('node_modules', '.bin', 'sls'), [
      'package',
      '--stage',
      stage,
      '--package',
      join(directory, stage),
    ]);
  }
  process.env['PACKAGED_DIR'] = directory;
}
