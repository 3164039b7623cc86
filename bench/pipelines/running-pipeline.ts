import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Endpoints } from '../../local/endpoints.ts';

export interface PipelineSpec {
  /** Where its serverless.yml is. */
  readonly serviceDirectory: string;
  /** What `sls package` wrote. */
  readonly packaged: string;
  /** State and endpoints.json; kept when it stops. */
  readonly directory: string;
  readonly speed?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface RunningPipeline {
  readonly endpoints: Endpoints;
  readonly port: number;
  readonly pid: number;
  /** From the start of the process until it said that it is ready. */
  readonly readySeconds: number;
  readonly output: () => string;
  /** As Ctrl-C would. */
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

/** Local mode in a process of its own on free ports, persistent on disk as always. */
export async function startPipeline(spec: PipelineSpec): Promise<RunningPipeline> {
  const { serviceDirectory, packaged, directory, speed = 1, env = {}, signal } = spec;
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, '--packaged', packaged, '--speed', String(speed)], {
    cwd: serviceDirectory,
    env: { ...process.env, PORT: '0', AWS_PORT: '0', LOCAL_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const end = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', end);
  void exited.then(() => signal?.removeEventListener('abort', end));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = `${output}${text}`.slice(-OUTPUT_CHARS_KEPT);
        if (output.includes('ready in')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`local/start.ts ended with ${code}:\n${output}`)));
  });
  const readySeconds = (performance.now() - startedAt) / 1000;
  const endpoints: Endpoints = JSON.parse(readFileSync(join(directory, 'endpoints.json'), 'utf8'));
  return {
    endpoints,
    port: Number(new URL(endpoints.webhooks).port),
    pid: child.pid ?? Number.NaN,
    readySeconds,
    output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A line for each webhook would fill the memory of whoever measures. */
const OUTPUT_CHARS_KEPT = 1_000_000;
