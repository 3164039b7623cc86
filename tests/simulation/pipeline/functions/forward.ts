import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { createDestinationLookup } from '#shared/destinations/destination-lookup.ts';
import { createOnce } from '#shared/markers/once.ts';
import { createBreakerGate } from '../../../../functions/workers/forward/breaker-gate.ts';
import { createForwardEvent } from '../../../../functions/workers/forward/forward-event.ts';
import { createPostEvent } from '../../../../functions/workers/forward/post-event.ts';
import { createWorkerEdge } from '../../../../functions/workers/worker-edge.ts';
import type { FunctionBuild } from '../function-build.ts';
import { workerPortsOf } from '../worker-ports-of.ts';

/** As functions/workers/forward/handler.ts. */
export const forward: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) => {
  const { ports } = start;
  const { clock, random, log, outbound } = ports;
  const surroundings = { clock, random, log };
  const table = ports.table('markers');
  const worker = createForwardEvent({
    destinations: createDestinationLookup({ config: ports.objects('config'), ...surroundings }),
    postEvent: createPostEvent({
      outbound,
      gate: createBreakerGate({ breakers: createBreakerStore(table), ...surroundings }),
      once: createOnce({ table, ...surroundings }),
      clock,
    }),
  });
  return createWorkerEdge({ ...workerPortsOf('forward', start), worker });
};
