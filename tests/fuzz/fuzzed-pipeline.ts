// Local mode as a child process, with an ear on all that it prints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Endpoints } from '../../local/endpoints.ts';
import type { MemoryReport } from './heap-reporter.ts';
import { isUnexpectedLine } from './is-unexpected-line.ts';

export interface FuzzedPipeline {
  readonly endpoints: Endpoints;
  readonly port: number;
  /** What it printed and should not have, since it was ready. */
  unexpectedLines(): readonly string[];
  /** The last lines, for whoever must find out why it ended. */
  lastLines(): string;
  isAlive(): boolean;
  /** What each thread holds after a garbage collection. */
  reportMemory(): Promise<MemoryReport>;
  /** Ends it and removes its state. */
  close(): Promise<void>;
}

/** It said why it did not start. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

const LAST_LINES = 20;
/** What fails for good is a dead letter after 20 min of waits; nobody fuzzes that long for one of them. */
const SPEED = '50';

/** A thread answers between two invocations. */
const REPORTED_WITHIN_MS = 60_000;

/** @param packaged what `sls package` wrote; without it local mode packages the service itself */
export async function startFuzzedPipeline(packaged?: string): Promise<FuzzedPipeline> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-fuzz-'));
  const { PATH, HOME, PORT = '0', AWS_PORT = '0' } = process.env;
  const args = ['--speed', SPEED, ...(packaged === undefined ? [] : ['--packaged', packaged])];
  const reporter = fileURLToPath(new URL('heap-reporter.ts', import.meta.url));
  const child = spawn(process.execPath, ['--require', reporter, resolve('local/start.ts'), ...args], {
    env: { PATH, HOME, PORT, AWS_PORT, LOCAL_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C is for us alone: we end it, and know why it ends.
    detached: true,
  });
  const exited = once(child, 'exit');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const close = async () => {
    if (isAlive()) child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };

  const unexpected: string[] = [];
  const last: string[] = [];
  let isReady = false;
  let isClosing = false;
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
      if (isReady && !isClosing && isUnexpectedLine(line)) unexpected.push(line.slice(0, 2000));
      if (!line.startsWith('ready in ')) return;
      isReady = true;
      ready.resolve();
    });
  }
  const ended = exited.then(() => {
    throw new NotStarted(last.join('\n').trim() || 'Local mode ended without a word.');
  });
  try {
    await Promise.race([ready.promise, ended]);
  } catch (error) {
    await close();
    throw error;
  }
  ended.catch(() => undefined);
  const endpoints: Endpoints = JSON.parse(await readFile(join(directory, 'endpoints.json'), 'utf8'));
  return {
    endpoints,
    port: Number(new URL(endpoints.webhooks).port),
    unexpectedLines: () => unexpected,
    lastLines: () => last.join('\n'),
    isAlive,
    async reportMemory() {
      const signal = AbortSignal.timeout(REPORTED_WITHIN_MS);
      const reported: Promise<MemoryReport[]> = Promise.race([once(child, 'message', { signal }), ended]);
      child.send('report');
      const [report] = await reported;
      if (!report) throw new Error('The process under fuzz reported nothing');
      return report;
    },
    close() {
      isClosing = true;
      return close();
    },
  };
}
