import * as v from 'valibot';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import type { Assumptions } from './assumptions.ts';
import type { HeldCopy } from './design.ts';

/** As sources and destinations are: 45 s and up to 15 more. functions/ingest/source-lookup.ts */
const CONFIGURATION_HELD_SECONDS = 52.5;
/** HELD_MS_MAX of functions/workers/forward/breaker-gate.ts. */
const BREAKER_HELD_SECONDS = 3;

const rowSchema = v.looseObject({ configuration: v.optional(v.array(v.string()), []) });
const getObject = { service: 's3', operation: 'GetObject' } as const;
const getItem = { service: 'dynamodb', operation: 'GetItem' } as const;

/** What functions hold and read again: sources, and for each worker that may read destinations these and their breakers. */
export function heldCopies({ workers }: PackagedService, { destinationsPerEvent }: Assumptions): readonly HeldCopy[] {
  const posting = Object.entries(workers)
    .filter(([, row]) => v.parse(rowSchema, row).configuration.includes('destinations'))
    .map(([name]) => name);
  return [
    { name: 'sources', of: 'ingest', call: getObject, reads: 1, heldSeconds: CONFIGURATION_HELD_SECONDS },
    ...posting.flatMap((of) => [
      { name: 'destinations', of, call: getObject, reads: 1, heldSeconds: CONFIGURATION_HELD_SECONDS },
      { name: 'breakers', of, call: getItem, reads: destinationsPerEvent, heldSeconds: BREAKER_HELD_SECONDS },
    ]),
  ];
}
