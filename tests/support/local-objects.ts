import { createObjects } from '#shared/aws/objects.ts';
import type { Objects } from '#shared/ports.ts';
import type { Endpoints } from '../../local/endpoints.ts';
import { pointAtEmulators } from './point-at-emulators.ts';

/** A bucket of a running pipeline, by its logical id. */
export function localObjects(endpoints: Endpoints, logicalId: string): Objects {
  const bucket = endpoints.buckets[logicalId];
  if (bucket === undefined) throw new Error(`endpoints.json names no ${logicalId}`);
  pointAtEmulators(endpoints);
  return createObjects(bucket);
}
