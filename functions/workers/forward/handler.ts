import { createObjects } from '#shared/aws/objects.ts';
import { createTable } from '#shared/aws/table.ts';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { createDestinationLookup } from '#shared/destinations/destination-lookup.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds, systemRandom } from '#shared/lambda/system.ts';
import { createOnce } from '#shared/markers/once.ts';
import { createOutbound } from '#shared/outbound/outbound.ts';
import { createWorkerHandler } from '../worker-handler.ts';
import { createBreakerGate } from './breaker-gate.ts';
import { createForwardEvent } from './forward-event.ts';
import { createPostEvent } from './post-event.ts';

const environment = readEnvironment(['STAGE', 'MARKERS_TABLE', 'CONFIG_BUCKET']);
const surroundings = { clock: systemClock, random: systemRandom, log: createLog() };
const table = createTable(environment.MARKERS_TABLE, { ids: systemIds });

export const handler = createWorkerHandler(
  'forward',
  createForwardEvent({
    destinations: createDestinationLookup({ config: createObjects(environment.CONFIG_BUCKET), ...surroundings }),
    postEvent: createPostEvent({
      outbound: createOutbound({ stage: environment.STAGE, clock: systemClock }),
      gate: createBreakerGate({ breakers: createBreakerStore(table), ...surroundings }),
      once: createOnce({ table, ...surroundings }),
      clock: systemClock,
    }),
  }),
);
