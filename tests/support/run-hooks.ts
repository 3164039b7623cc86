import { execFile } from 'node:child_process';

export interface EndedCommand {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run hooks -- …` as a script would call it, on the pipeline whose directory this is. */
export function runHooks(localDir: string, args: readonly string[]): Promise<EndedCommand> {
  const env = { PATH: process.env['PATH'], LOCAL_DIR: localDir };
  return new Promise((ended) => {
    execFile(process.execPath, ['operator/cli.ts', ...args], { env }, (error, stdout, stderr) => {
      ended({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}
