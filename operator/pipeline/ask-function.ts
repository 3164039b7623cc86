import { setTimeout as sleep } from 'node:timers/promises';
import { FunctionFailed, type Invoker } from '#shared/aws/invoker.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { isThrottled } from './explain-aws-error.ts';
import type { Reach } from './reach.ts';

/** Asks one of the functions that operators call, by its short name. @throws {CommandError} */
export type AskFunction = (
  name: 'inspect' | 'replay' | 'erase',
  request: unknown,
  signal?: AbortSignal,
) => Promise<unknown>;

/** Lambda has not begun with what it throttles, so that repeating it repeats nothing. */
const THROTTLED_TRIES_MAX = 6;
const FIRST_WAIT_MS = 250;

/** Then nothing is wrong with the function, and nobody has to know which one was asked. */
const NOT_THERE = /^There is no run /;

export function createAskFunction({ prefix, explain }: Reach, invoker: Invoker): AskFunction {
  async function invoke(functionName: string, request: unknown, signal?: AbortSignal): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await invoker.invoke(functionName, request, signal);
      } catch (error) {
        const again = error instanceof Error && isThrottled(error) && attempt < THROTTLED_TRIES_MAX;
        if (!again) throw error;
      }
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), undefined, signal && { signal });
    }
  }

  return async function askFunction(name, request, signal) {
    const about = `${prefix}${name}`;
    try {
      return await invoke(about, request, signal);
    } catch (error) {
      if (error instanceof FunctionFailed) {
        const said = NOT_THERE.test(error.message) ? error.message : `${name}: ${error.message}`;
        throw new CommandError(exitCode.failed, said, { cause: error });
      }
      throw explain(error, { right: 'lambda:InvokeFunction', policy: name === 'erase' ? 'erase' : 'operate', about });
    }
  };
}
