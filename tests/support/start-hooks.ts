import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { devNull } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { childEnvironment } from './child-environment.ts';

export type HooksProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Given {
  /** What its shell knows besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into it; nothing unless told. */
  readonly input?: string;
}

/** Whoever runs these tests may have a region and keys in their home, and no test may reach AWS with them. */
const nobodyOnAws = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Begins `npm run hooks -- …` on the pipeline whose directory this is. Its output is a pipe, so it is what a script would see. */
export function startHooks(localDir: string, args: readonly string[], { env = {}, input }: Given = {}): HooksProcess {
  const child = spawn(process.execPath, ['operator/cli.ts', ...args], {
    env: { ...childEnvironment(), ...nobodyOnAws, LOCAL_DIR: localDir, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that has ended before it has read all of it tells by its exit code why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return child;
}
