import { checkRunning } from '../../pipeline/check-running.ts';
import { createInvokeFunction, type InvokeFunction } from '../../pipeline/invoke-function.ts';
import { localDirectory, readEndpoints } from '../../pipeline/read-endpoints.ts';

export interface OpenedPipeline {
  readonly invoke: InvokeFunction;
  /** Everyone who has dead letters. */
  readonly workers: readonly string[];
}

/** @throws {CommandError} when nothing runs here */
export async function openPipeline(): Promise<OpenedPipeline> {
  const endpoints = readEndpoints(localDirectory(process.env));
  await checkRunning(endpoints.lambda);
  return { invoke: createInvokeFunction(endpoints), workers: ['dispatch', ...Object.keys(endpoints.workers)] };
}
