import type { Context } from 'aws-lambda';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { startDeadline } from '#shared/lambda/deadline.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createSweepSpilled, type Sweep } from './sweep-spilled.ts';

const environment = readEnvironment(['DELIVERIES_QUEUE_URL', 'RESULTS_BUCKET']);
const sweepSpilled = createSweepSpilled({
  deliveries: createQueue(environment.DELIVERIES_QUEUE_URL),
  spilled: createObjects(environment.RESULTS_BUCKET),
  log: createLog(),
});

/** Once a minute: puts on the deliveries queue what ingest could not put there. */
export async function handler(_tick: unknown, context: Context): Promise<Sweep> {
  const deadline = startDeadline(() => context.getRemainingTimeInMillis(), systemClock);
  try {
    return await sweepSpilled(deadline);
  } finally {
    deadline.end();
  }
}
