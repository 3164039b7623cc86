import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { devNull } from 'node:os';
import type { Readable } from 'node:stream';
import { childEnvironment } from './child-environment.ts';

export type HooksProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Whoever runs these tests may have a region and keys in their home, and no test may reach AWS with them. */
const nobodyOnAws = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Begins `npm run hooks -- …` on the pipeline whose directory this is. Its output is a pipe, so it is what a script would see.
 * @param env what its shell knows besides
 */
export function startHooks(
  localDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): HooksProcess {
  return spawn(process.execPath, ['operator/cli.ts', ...args], {
    env: { ...childEnvironment(), ...nobodyOnAws, LOCAL_DIR: localDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
