import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { checkRunning } from './check-running.ts';
import { isDisconnected } from './is-disconnected.ts';
import { pointAtPipeline } from './point-at-pipeline.ts';
import type { Reach } from './reach.ts';
import { localDirectory, nothingRuns, readEndpoints } from './read-endpoints.ts';

const INSPECT = 'inspect';

/** The pipeline that runs on this machine; from here on this process knows no other. @throws {CommandError} */
export async function reachLocal(environment: NodeJS.ProcessEnv): Promise<Reach> {
  const endpoints = readEndpoints(localDirectory(environment));
  await checkRunning(endpoints.lambda);
  pointAtPipeline(endpoints);
  const inspect = endpoints.functions[INSPECT];
  if (inspect === undefined || !inspect.endsWith(INSPECT)) {
    throw new CommandError(exitCode.notRunning, 'The running pipeline has no function inspect: restart `npm start`.');
  }
  return {
    stage: 'local',
    prefix: inspect.slice(0, -INSPECT.length),
    explain: (error) => (isDisconnected(error) ? nothingRuns(error) : error),
  };
}
