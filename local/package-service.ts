import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartRefused } from './start-refused.ts';

const guard = fileURLToPath(new URL('./loopback-only.cjs', import.meta.url));

/** Runs `sls package` for stage local into `outputDirectory`. Throws serverless's own words when it fails. */
export async function packageService(
  serviceDirectory: string,
  outputDirectory: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  // What an earlier build left there would be zipped along.
  await rm(join(serviceDirectory, '.esbuild'), { recursive: true, force: true });
  // Serverless leaves archives there.
  const temporary = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaging-'));
  try {
    await packageWith(temporary, { serviceDirectory, outputDirectory, signal });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Wanted {
  readonly serviceDirectory: string;
  readonly outputDirectory: string;
  readonly signal: AbortSignal | undefined;
}

async function packageWith(temporary: string, { serviceDirectory, outputDirectory, signal }: Wanted): Promise<void> {
  const serverless = createRequire(join(serviceDirectory, 'package.json')).resolve('serverless/bin/serverless.js');
  const child = spawn(
    process.execPath,
    ['--require', guard, serverless, 'package', '--stage', 'local', '--package', outputDirectory],
    {
      cwd: serviceDirectory,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const end = () => child.kill();
  signal?.addEventListener('abort', end);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (code !== 0) throw new StartRefused(`The service does not package:\n${output.join('').trim()}`);
}
