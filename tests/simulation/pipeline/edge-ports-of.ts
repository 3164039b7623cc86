import { createMarkDone } from '#shared/dead-letters/mark-done.ts';
import type { BatchEdgePorts } from '#shared/lambda/batch-edge.ts';
import { readRules } from '#shared/lambda/read-rules.ts';
import { silentMetrics } from './silent-metrics.ts';
import { queueNameAt, variableOf, type Start } from './function-build.ts';

/** As createBatchEdgePorts, from the ports of a simulated environment. */
export function edgePortsOf(start: Start): BatchEdgePorts {
  const { ports, settings } = start;
  const { log, clock, random } = ports;
  return {
    log,
    metrics: silentMetrics,
    clock,
    random,
    rules: readRules({
      ATTEMPTS_MAX: variableOf(settings, 'ATTEMPTS_MAX'),
      BACKOFF_CEILING_SECONDS: variableOf(settings, 'BACKOFF_CEILING_SECONDS'),
      RETRY_HORIZON_SECONDS: variableOf(settings, 'RETRY_HORIZON_SECONDS'),
    }),
    held: ports.held(queueNameAt('QUEUE_URL', start)),
    deadLetters: ports.queue(queueNameAt('DEAD_LETTERS_QUEUE_URL', start)),
    markDone: createMarkDone({ table: ports.table('dead-letters'), clock }),
    workerVersion: String(start.bundle.version),
  };
}
