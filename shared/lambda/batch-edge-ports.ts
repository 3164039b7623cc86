import { createHeldMessages } from '../aws/held-messages.ts';
import { createQueue } from '../aws/queue.ts';
import { createTable } from '../aws/table.ts';
import { createMarkDone } from '../dead-letters/mark-done.ts';
import type { BatchEdgePorts } from './batch-edge.ts';
import type { RetryRules } from './decide-fate.ts';
import { createLog } from './log.ts';
import { readEnvironment } from './read-environment.ts';
import { systemClock, systemIds, systemRandom } from './system.ts';

/** What the edge of a function behind a queue needs, from the environment that its row gives it. */
export function createBatchEdgePorts(): BatchEdgePorts {
  const { QUEUE_URL, DEAD_LETTERS_QUEUE_URL, DEAD_LETTERS_TABLE } = readEnvironment([
    'QUEUE_URL',
    'DEAD_LETTERS_QUEUE_URL',
    'DEAD_LETTERS_TABLE',
  ]);
  return {
    log: createLog(),
    clock: systemClock,
    random: systemRandom,
    rules: readRules(),
    held: createHeldMessages(QUEUE_URL),
    deadLetters: createQueue(DEAD_LETTERS_QUEUE_URL),
    markDone: createMarkDone({ table: createTable(DEAD_LETTERS_TABLE, { ids: systemIds }), clock: systemClock }),
    workerVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST',
  };
}

function readRules(): RetryRules {
  const names = ['ATTEMPTS_MAX', 'BACKOFF_CEILING_SECONDS', 'RETRY_HORIZON_SECONDS'] as const;
  const environment = readEnvironment(names);
  for (const name of names) {
    // A rule that is no number would compare as false for ever, and nothing would ever be given up.
    if (!/^[1-9]\d*$/.test(environment[name])) throw new Error(`${name} is no whole number; see the function's row`);
  }
  return {
    attemptsMax: Number(environment.ATTEMPTS_MAX),
    backoffCeilingSeconds: Number(environment.BACKOFF_CEILING_SECONDS),
    horizonSeconds: Number(environment.RETRY_HORIZON_SECONDS),
  };
}
