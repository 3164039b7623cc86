import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { createOnce } from '#shared/markers/once.ts';
import { createBreakerGate } from '../../../functions/workers/forward/breaker-gate.ts';
import { createForwardEvent } from '../../../functions/workers/forward/forward-event.ts';
import { createPostEvent } from '../../../functions/workers/forward/post-event.ts';
import { fixedClock, memoryTable, recordingLog, seededRandom } from '../../support/ports.ts';
import type { WorkerCase } from './worker-case.ts';

const destination = {
  url: 'https://crm.test/',
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  timeoutSeconds: 10,
  replaysPerSecond: 10,
};

export const workerCase: WorkerCase = {
  open() {
    const posted: string[] = [];
    const table = memoryTable();
    // The leases of the markers are compared with the real time as well.
    const clock = fixedClock(Math.floor(Date.now() / 1000));
    const log = recordingLog();
    const gate = createBreakerGate({ breakers: createBreakerStore(table), clock, random: seededRandom(1), log });
    const once = createOnce({ table, clock, log });
    const outbound = {
      post: async (url: string, { headers }: { readonly headers: Readonly<Record<string, string>> }) => {
        posted.push(`${headers['webhook-id']} to ${url}`);
        return { status: 200, headers: {} };
      },
    };
    return {
      worker: createForwardEvent({
        destinations: async () => ({ crm: destination }),
        postEvent: createPostEvent({ outbound, gate, once, clock }),
      }),
      effects: () => posted,
    };
  },
};
