import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

export interface Packaging {
  readonly stage: string;
  /** Where serverless.yml is. */
  readonly serviceDirectory: string;
  /** Where the template, the settings it was made with and the bundles are written. */
  readonly outputDirectory: string;
  /** `name=value`, over what serverless.yml has under params. */
  readonly params?: readonly string[];
  /** Left out: that of serverless.yml. */
  readonly region?: string | undefined;
  /** For the Node that packages. */
  readonly nodeArguments?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** serverless-esbuild builds every stage in one folder: of two at once both would fail. A packaging takes seconds. */
const IN_TURN = { minTimeout: 200, maxTimeout: 500, retries: 600 };

/** Runs `sls package`, which needs no AWS. Waits for another one that packages this service. Throws serverless's own words. */
export async function packageStage(packaging: Packaging): Promise<void> {
  const { serviceDirectory, signal } = packaging;
  signal?.throwIfAborted();
  const release = await lock(serviceDirectory, {
    lockfilePath: join(serviceDirectory, '.esbuild.lock'),
    retries: IN_TURN,
  });
  try {
    signal?.throwIfAborted();
    await packageInTurn(packaging);
  } finally {
    await release();
  }
}

async function packageInTurn(packaging: Packaging): Promise<void> {
  // What an earlier build left there would be zipped along.
  await rm(join(packaging.serviceDirectory, '.esbuild'), { recursive: true, force: true });
  // Serverless leaves archives there.
  const temporary = await mkdtemp(join(tmpdir(), 'webhook-pipeline-packaging-'));
  try {
    await packageWith(temporary, packaging);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function packageWith(temporary: string, packaging: Packaging): Promise<void> {
  const { stage, serviceDirectory, outputDirectory, params = [], region, nodeArguments = [], signal } = packaging;
  const serverless = createRequire(join(serviceDirectory, 'package.json')).resolve('serverless/bin/serverless.js');
  const command = [
    'package',
    '--stage',
    stage,
    '--package',
    outputDirectory,
    ...(region === undefined ? [] : ['--region', region]),
    ...params.flatMap((param) => ['--param', param]),
  ];
  const child = spawn(process.execPath, [...nodeArguments, serverless, ...command], {
    cwd: serviceDirectory,
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
