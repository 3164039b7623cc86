import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const reporter = fileURLToPath(new URL('./report-usage.cjs', import.meta.url));

const usageSchema = v.object({ userMicros: v.number(), systemMicros: v.number(), rssKilobytesMax: v.number() });

export interface ProcessAsked {
  /** Of Node, and then the program's own. */
  readonly args: readonly string[];
  /** The whole environment but PATH; left out: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly signal: AbortSignal;
}

export interface ProcessMeasured {
  readonly stdout: string;
  /** Of all its threads, from its start on. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly rssBytesMax: number;
}

/**
 * Runs a Node program of its own to its end, and what that took.
 * @throws when it ends with anything but 0, with what it said on stderr
 */
export async function measureProcess({ args, env, cwd, signal }: ProcessAsked): Promise<ProcessMeasured> {
  signal.throwIfAborted();
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--require', reporter, ...args], {
    cwd,
    env: env === undefined ? process.env : { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    signal,
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const usage = child.stdio[3];
  if (!child.stdout || !child.stderr || !isReadable(usage)) throw new Error('The child has no pipes.');
  const [code, stdout, stderr, used] = await Promise.all([closed, text(child.stdout), text(child.stderr), text(usage)]);
  const wallMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr.trim()}`);
  const { userMicros, systemMicros, rssKilobytesMax } = v.parse(usageSchema, JSON.parse(used));
  return { stdout, cpuMs: (userMicros + systemMicros) / 1000, wallMs, rssBytesMax: rssKilobytesMax * 1024 };
}

const isReadable = (stream: unknown): stream is Readable =>
  typeof stream === 'object' && stream !== null && 'readable' in stream && stream.readable === true;
