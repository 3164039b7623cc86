import { createHeldMessages } from '../aws/held-messages.ts';
import { createQueue } from '../aws/queue.ts';
import { createTable } from '../aws/table.ts';
import { createMarkDone } from '../dead-letters/mark-done.ts';
import type { BatchEdgePorts } from './batch-edge.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { readEnvironment } from './read-environment.ts';
import { readRules, RULES_VARIABLES } from './read-rules.ts';
import { systemClock, systemIds, systemRandom } from './system.ts';

/** What the edge of a function behind a queue needs, from the environment that its row gives it. */
export function createBatchEdgePorts(): BatchEdgePorts {
  const { SERVICE, STAGE, QUEUE_URL, DEAD_LETTERS_QUEUE_URL, DEAD_LETTERS_TABLE } = readEnvironment([
    'SERVICE',
    'STAGE',
    'QUEUE_URL',
    'DEAD_LETTERS_QUEUE_URL',
    'DEAD_LETTERS_TABLE',
  ]);
  return {
    log: createLog(),
    metrics: createMetrics({ service: SERVICE, stage: STAGE }, systemClock),
    clock: systemClock,
    random: systemRandom,
    rules: readRules(readEnvironment(RULES_VARIABLES)),
    held: createHeldMessages(QUEUE_URL),
    deadLetters: createQueue(DEAD_LETTERS_QUEUE_URL),
    markDone: createMarkDone({ table: createTable(DEAD_LETTERS_TABLE, { ids: systemIds }), clock: systemClock }),
    workerVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST',
  };
}
