import { createObjects } from '#shared/aws/objects.ts';
import type { Objects } from '#shared/ports.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { pointAtPipeline } from './point-at-pipeline.ts';
import type { Endpoints } from './read-endpoints.ts';

/** The bucket with the results, of the pipeline on this machine: no policy of operators lets anyone read it by hand. */
export function openResults(endpoints: Endpoints): Objects {
  const bucket = endpoints.buckets['ResultsBucket'];
  if (bucket === undefined) {
    throw new CommandError(exitCode.notRunning, 'The running pipeline has no ResultsBucket: restart `npm start`.');
  }
  pointAtPipeline(endpoints, 'developer');
  return createObjects(bucket);
}
