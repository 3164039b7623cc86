import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Endpoints } from '../../local/endpoints.ts';
import { childEnvironment } from './child-environment.ts';
import { packagedDirectory } from './packaged.ts';

export interface LocalPipeline {
  readonly endpoints: Endpoints;
  readonly localDir: string;
  /** All that the process printed so far. */
  output(): string;
  /** Ends it as Ctrl-C would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface PipelineOptions {
  /** State of an earlier start; without it a fresh one that is removed at the end of the test run. */
  readonly localDir?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another service than this repository's. */
  readonly service?: { readonly directory: string; readonly packaged: string };
}

// A test that fails half-way leaves its pipeline running, and Jest would wait for it for ever.
const running = new Set<ChildProcess>();
const temporary: string[] = [];
afterAll(async () => {
  const ended = [...running].map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ended);
  for (const directory of temporary) rmSync(directory, { recursive: true, force: true });
});

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-test-'));
  temporary.push(directory);
  return directory;
}

/** The whole pipeline as a child process on free ports, as `npm start` would run it; resolves once it is ready. */
export async function startPipeline(options: PipelineOptions = {}) {
  const { localDir = temporaryDirectory(), args = [], env = {}, service } = options;
  const packaged = service?.packaged ?? packagedDirectory('local');
  const child = spawn(process.execPath, [resolve('local/start.ts'), '--packaged', packaged, ...args], {
    ...(service && { cwd: service.directory }),
    env: {
      ...childEnvironment(),
      PORT: '0',
      AWS_PORT: '0',
      LOCAL_DIR: localDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  const ready = new Promise<void>((becomeReady, reject) => {
    const listen = (text: string) => {
      output += text;
      if (/ready in/i.test(output)) becomeReady();
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('exit', (code) =>
      reject(new Error(`local/start.ts ended with ${code} before it was ready:\n${output}`)),
    );
  });
  await ready;
  const endpointsFile = join(localDir, 'endpoints.json');
  if (!existsSync(endpointsFile)) throw new Error(`Ready without ${endpointsFile}:\n${output}`);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    endpoints: JSON.parse(readFileSync(endpointsFile, 'utf8')) as Endpoints,
    localDir,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  } satisfies LocalPipeline;
}
