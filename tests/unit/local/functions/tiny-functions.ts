// Tiny handlers on disk, for tests of the Lambda runner.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalFunction } from '../../../../local/functions/local-function.ts';
import { startEnvironment, type Environment } from '../../../../local/functions/start-environment.ts';

export interface TinyFunctions {
  readonly directory: string;
  readonly log: string[];
  /** An environment of a function whose whole code is this CommonJS text. */
  environmentOf(code: string, changes?: Partial<LocalFunction>): Environment;
  write(file: string, text: string): string;
  remove(): Promise<void>;
}

export const tinyFunction: LocalFunction = {
  name: 'tests-local-tiny',
  shortName: 'tiny',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:tests-local-tiny',
  modulePath: 'functions/tiny/handler',
  exportName: 'handler',
  timeoutSeconds: 5,
  memoryMegabytes: 128,
  concurrencyMax: 4,
  variables: { GREETING: 'hello' },
};

export function createTinyFunctions(): TinyFunctions {
  const directory = mkdtempSync(join(tmpdir(), 'tiny-functions-'));
  const started: Environment[] = [];
  const log: string[] = [];
  let count = 0;
  function write(file: string, text: string): string {
    const path = join(directory, file);
    writeFileSync(path, text);
    return path;
  }
  return {
    directory,
    log,
    write,
    environmentOf(code, changes = {}) {
      const local = { ...tinyFunction, ...changes };
      const environment = startEnvironment(local, {
        bundle: write(`handler-${(count += 1)}.cjs`, code),
        variables: { ...local.variables },
        enforceTimeout: true,
        writeLog: (line) => log.push(line),
      });
      started.push(environment);
      return environment;
    },
    async remove() {
      await Promise.all(started.map((environment) => environment.close()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
