import { devNull } from 'node:os';
import { createObjects } from '#shared/aws/objects.ts';
import type { Objects } from '#shared/ports.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Endpoints } from './read-endpoints.ts';

/** The bucket with the results. From here on this process knows no AWS but the emulators, whatever the shell is set to. */
export function openResults({ aws, region, buckets }: Endpoints): Objects {
  const bucket = buckets['ResultsBucket'];
  if (bucket === undefined) {
    throw new CommandError(exitCode.notRunning, 'The running pipeline has no ResultsBucket: restart `npm start`.');
  }
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_ENDPOINT_URL: aws,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Profiles may name other endpoints and other keys.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
  return createObjects(bucket);
}
