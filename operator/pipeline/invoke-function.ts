import { createInvoker, FunctionFailed } from '#shared/aws/invoker.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { isDisconnected } from './is-disconnected.ts';
import { pointAtPipeline } from './point-at-pipeline.ts';
import { nothingRuns, type Endpoints } from './read-endpoints.ts';

/** Asks one of the two functions that operators call, by its short name. */
export type InvokeFunction = (name: 'inspect' | 'replay', request: unknown, signal?: AbortSignal) => Promise<unknown>;

export function createInvokeFunction(endpoints: Endpoints): InvokeFunction {
  pointAtPipeline(endpoints);
  const invoker = createInvoker();
  return async function invokeFunction(name, request, signal) {
    const functionName = endpoints.functions[name];
    if (functionName === undefined) {
      throw new CommandError(
        exitCode.notRunning,
        `The running pipeline has no function ${name}: restart \`npm start\`.`,
      );
    }
    try {
      return await invoker.invoke(functionName, request, signal);
    } catch (error) {
      if (error instanceof FunctionFailed) throw new CommandError(exitCode.failed, `${name}: ${error.message}`);
      if (isDisconnected(error)) throw nothingRuns(error);
      throw error;
    }
  };
}
