import { fileURLToPath } from 'node:url';
import { packageStage } from '../template/package-stage.ts';
import { StartRefused } from './start-refused.ts';

const guard = fileURLToPath(new URL('./loopback-only.cjs', import.meta.url));

/** Runs `sls package` for stage local into `outputDirectory`. Throws serverless's own words when it fails. */
export async function packageService(
  serviceDirectory: string,
  outputDirectory: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await packageStage({
      stage: 'local',
      serviceDirectory,
      outputDirectory,
      nodeArguments: ['--require', guard],
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new StartRefused(error instanceof Error ? error.message : String(error));
  }
}
