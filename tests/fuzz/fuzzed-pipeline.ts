// Local mode as a child process, with an ear on all that it prints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { checkPorts } from '../../local/check-ports.ts';
import type { Endpoints } from '../../local/endpoints.ts';
import { childEnvironment } from '../support/child-environment.ts';
import { packagedLocal } from '../support/packaged-local.ts';
import { NotRun, ownDirectory, WrongUsage } from '../support/run-program.ts';
import type { MemoryReport } from './memory-report.ts';
import { isUnexpectedLine } from './is-unexpected-line.ts';

export interface FuzzedPipeline {
  readonly endpoints: Endpoints;
  readonly port: number;
  /** What it printed and should not have, since it was ready. */
  unexpectedLines(): readonly string[];
  /** The last lines, for whoever must find out why it ended. */
  lastLines(): string;
  isAlive(): boolean;
  /** What is held after a garbage collection. */
  reportMemory(): Promise<MemoryReport>;
  /** Ends it; its state goes with this program. */
  close(): Promise<void>;
}

/** It said why it did not start. */
export class NotStarted extends NotRun {
  override readonly name = 'NotStarted';
}

const LAST_LINES = 20;
/** What fails for good is a dead letter after 20 min of waits; nobody fuzzes that long for one of them. */
const SPEED = '50';

/** A thread answers between two invocations. */
const REPORTED_WITHIN_MS = 60_000;

/** Finds a taken port before the slow part of the start, and names the command that was typed. */
async function checkFuzzPorts(): Promise<void> {
  const wanted = (['PORT', 'AWS_PORT'] as const).map((name) => {
    const text = process.env[name] ?? '0';
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new WrongUsage(`${name} is no port: ${text}`);
    return {
      port: Number(text),
      use: name === 'PORT' ? 'webhooks' : 'the AWS emulators',
      startOn: (port: number) => `${name}=${port} npm run fuzz`,
    };
  });
  await checkPorts(wanted);
}

/** @param asked what `sls package` wrote; without it the tests' own, or packaged now */
export async function startFuzzedPipeline(asked: string | undefined, signal: AbortSignal): Promise<FuzzedPipeline> {
  await checkFuzzPorts();
  const directory = ownDirectory('fuzz');
  const packaged = await packagedLocal({ packaged: asked, directory, signal });
  const { PORT = '0', AWS_PORT = '0' } = process.env;
  const args = ['--speed', SPEED, '--packaged', packaged];
  const reporter = fileURLToPath(new URL('heap-reporter.cjs', import.meta.url));
  const child = spawn(process.execPath, ['--require', reporter, resolve('local/start.ts'), ...args], {
    env: { ...childEnvironment(), PORT, AWS_PORT, LOCAL_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C is for us alone: we end it, and know why it ends.
    detached: true,
  });
  const exited = once(child, 'exit');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const close = async () => {
    if (isAlive()) child.kill('SIGTERM');
    await exited;
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
  const stopped = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => stopped.reject(signal.reason));
  stopped.promise.catch(() => undefined);
  try {
    signal.throwIfAborted();
    await Promise.race([ready.promise, ended, stopped.promise]);
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
