import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sls = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

/** Runs `sls package` for this stage into the directory. Throws serverless's own words when it fails. */
export async function packageStage(stage: 'local' | 'prod', directory: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  // It leaves archives there.
  const temporary = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaging-'));
  try {
    await packageWith(temporary, { stage, directory, signal });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Wanted {
  readonly stage: 'local' | 'prod';
  readonly directory: string;
  readonly signal: AbortSignal | undefined;
}

async function packageWith(temporary: string, { stage, directory, signal }: Wanted): Promise<void> {
  const args = [sls, 'package', '--stage', stage, '--package', directory];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  signal?.addEventListener('abort', end);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`Stage ${stage} does not package:\n${output.join('').trim()}`);
}
