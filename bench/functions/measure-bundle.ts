import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const program = fileURLToPath(new URL('./invoke-bundle.cjs', import.meta.url));

const measuredSchema = v.object({
  loadCpuMs: v.number(),
  builtIns: v.number(),
  toAnswer: v.object({ cpuMs: v.number(), wallMs: v.number() }),
  warmCpuMs: v.number(),
  answer: v.optional(v.unknown()),
});

export type BundleMeasured = v.InferOutput<typeof measuredSchema>;

export interface BundleAsked {
  readonly bundle: string;
  /** A file; left out: the bundle is only loaded. */
  readonly event?: string | undefined;
  /** Further ones in the same process, of which the second half is measured. */
  readonly invocations?: number | undefined;
  /** What the invocation's context counts down from; left out: as long as any function here has. */
  readonly timeoutSeconds?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A fresh process with nothing but this bundle, its environment and one event. @throws what the function has thrown */
export async function measureBundle(asked: BundleAsked): Promise<BundleMeasured> {
  const { bundle, event, invocations, timeoutSeconds, environment, nodeArguments = [], signal } = asked;
  const child = spawn(
    process.execPath,
    [...nodeArguments, program, JSON.stringify({ bundle, event, invocations, timeoutSeconds })],
    // Its log is not read: a pipe that fills up would hold it.
    { env: { ...environment }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], signal },
  );
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const told = child.stdio[3];
  if (!child.stderr || !isReadable(told)) throw new Error('The child has no pipes.');
  const [code, said, measured] = await Promise.all([closed, text(child.stderr), text(told)]);
  if (code !== 0) throw new Error(`${bundle} ended with ${code}:\n${said.trim()}`);
  return v.parse(measuredSchema, JSON.parse(measured));
}

const isReadable = (stream: unknown): stream is Readable =>
  typeof stream === 'object' && stream !== null && 'readable' in stream && stream.readable === true;
