import { devNull } from 'node:os';
import type { Endpoints } from './read-endpoints.ts';

let isPointed = false;

/** Whether this process has been bound to the pipeline on this machine: it never reaches AWS any more. */
export const isPointedAtPipeline = (): boolean => isPointed;

/**
 * Whom local mode sees: a person with all of the operators' policies and with nothing else, or whoever develops here and owns
 * it all, for commands that there are for this machine alone.
 */
export type Caller = 'operator' | 'developer';

/** From here on this process knows no AWS but the pipeline that runs here, whatever the shell is set to. */
export function pointAtPipeline(
  { aws, lambda, region }: Pick<Endpoints, 'aws' | 'lambda' | 'region'>,
  caller: Caller = 'operator',
): void {
  isPointed = true;
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: caller,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_ENDPOINT_URL: aws,
    AWS_ENDPOINT_URL_LAMBDA: lambda,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Profiles may name other endpoints and other keys.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
}
