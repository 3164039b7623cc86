import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartRefused } from './start-refused.ts';

const guard = fileURLToPath(new URL('./loopback-only.cjs', import.meta.url));

/** Runs `sls package` for stage local into `outputDirectory`. Throws serverless's own words when it fails. */
export async function packageService(serviceDirectory: string, outputDirectory: string): Promise<void> {
  // What an earlier build left there would be zipped along.
  await rm(join(serviceDirectory, '.esbuild'), { recursive: true, force: true });
  const serverless = createRequire(join(serviceDirectory, 'package.json')).resolve('serverless/bin/serverless.js');
  const child = spawn(
    process.execPath,
    ['--require', guard, serverless, 'package', '--stage', 'local', '--package', outputDirectory],
    { cwd: serviceDirectory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new StartRefused(`The service does not package:\n${output.join('').trim()}`);
}
