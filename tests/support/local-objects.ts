import { createObjects } from '#shared/aws/objects.ts';
import type { Objects } from '#shared/ports.ts';
import type { Endpoints } from '../../local/endpoints.ts';

/** A bucket of a running pipeline, by its logical id. */
export function localObjects({ aws, region, buckets }: Endpoints, logicalId: string): Objects {
  const bucket = buckets[logicalId];
  if (bucket === undefined) throw new Error(`endpoints.json names no ${logicalId}`);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return createObjects(bucket);
}
