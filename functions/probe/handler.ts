import type { Context } from 'aws-lambda';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { createTable } from '#shared/aws/table.ts';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack } from '#shared/dead-letters/send-back.ts';
import { createWithReceipt } from '#shared/dead-letters/with-receipt.ts';
import { createDestinationLookup } from '#shared/destinations/destination-lookup.ts';
import { startDeadline } from '#shared/lambda/deadline.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { systemClock, systemIds, systemRandom } from '#shared/lambda/system.ts';
import { createProbeDestinations, type Tick } from './probe-destinations.ts';

const environment = readEnvironment([
  'MARKERS_TABLE',
  'DEAD_LETTERS_TABLE',
  'CONFIG_BUCKET',
  'RESULTS_BUCKET',
  'FORWARD_QUEUE_URL',
]);
const clock = systemClock;
const log = createLog();
const config = createObjects(environment.CONFIG_BUCKET);
const queue = createQueue(environment.FORWARD_QUEUE_URL);
const deadLetters = createDeadLetterStore(
  createTable(environment.DEAD_LETTERS_TABLE, { ids: systemIds, indexes: DEAD_LETTER_INDEXES }),
);
const probeDestinations = createProbeDestinations({
  destinations: createDestinationLookup({ config, clock, random: systemRandom, log }),
  breakers: createBreakerStore(createTable(environment.MARKERS_TABLE, { ids: systemIds })),
  deadLetters,
  sendBack: createSendBack({ store: deadLetters, queueOf: () => queue, clock }),
  withReceipt: createWithReceipt({ results: createObjects(environment.RESULTS_BUCKET), clock, log }),
  clock,
  ids: systemIds,
  log,
});

/** Once a minute: finds out which destinations are up again, and sends them what waited. */
export async function handler(_tick: unknown, context: Context): Promise<Tick> {
  const deadline = startDeadline(() => context.getRemainingTimeInMillis(), clock);
  try {
    return await probeDestinations(deadline, context.awsRequestId);
  } finally {
    deadline.end();
  }
}
