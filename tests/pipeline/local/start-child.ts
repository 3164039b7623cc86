// local/start.ts as a child process in a directory of the test's choice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { childEnvironment } from '../../support/child-environment.ts';
import { temporaryDirectory } from '../../support/local-pipeline.ts';

export interface StartSettings {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface StartedChild {
  /** All that it printed so far. */
  output(): string;
  /** Resolves when what it printed matches; rejects when it ends before that. */
  prints(pattern: RegExp): Promise<void>;
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it as Ctrl-C would. */
  stop(): Promise<void>;
}

export function startChild({ args, env = {}, cwd = '.' }: StartSettings): StartedChild {
  const environment = {
    ...childEnvironment(),
    PORT: '0',
    AWS_PORT: '0',
    LOCAL_DIR: temporaryDirectory(),
    ...env,
  };
  const file = resolve('local/start.ts');
  const child = spawn(process.execPath, [file, ...args], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = new EventTarget();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      printed.dispatchEvent(new Event('text'));
    });
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return {
    output: () => output.trim(),
    ended,
    async prints(pattern) {
      const early = ended.then((code) => {
        throw new Error(`local/start.ts ended with ${code} before it printed ${pattern}:\n${output}`);
      });
      early.catch(() => undefined);
      while (!pattern.test(output)) {
        await Promise.race([new Promise((next) => printed.addEventListener('text', next, { once: true })), early]);
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
