import { BY_FINGERPRINT, BY_TIME, type DeadLetter } from '#shared/messages/dead-letter.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { receiptSchema } from '#shared/messages/receipt.ts';
import type { ReplayRequest } from '#shared/messages/replay-request.ts';
import * as v from 'valibot';
import { createReplayDeadLetters, type ReplayPorts } from '../../../../functions/replay/replay-dead-letters.ts';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import {
  countingIds,
  fixedClock,
  memoryDrainableQueue,
  memoryObjects,
  memoryTable,
  recordingLog,
  recordingQueue,
} from '../../../support/ports.ts';

export const NOW = '2026-01-03T00:00:00.000Z';
export const RUN = '1'.padStart(32, '0');

/** The n-th failed n seconds after the first. */
export function numbered(count: number, overrides: Partial<DeadLetter> = {}): readonly DeadLetter[] {
  return Array.from({ length: count }, (_, index) => {
    const lastAt = new Date(Date.parse('2026-01-02T00:00:00.000Z') + index * 1000).toISOString();
    return givenDeadLetter({
      eventId: `event-${index}`,
      failure: givenFailure({ lastAt, firstAt: lastAt }),
      ...overrides,
    });
  });
}

export async function givenReplay(
  letters: readonly DeadLetter[] = [],
  overrides: Partial<ReplayPorts> = {},
  time = { remainingMs: 300_000 },
) {
  const table = memoryTable({
    [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
    [BY_FINGERPRINT]: { partition: 'fingerprintState', sort: 'lastAt' },
  });
  const store = createDeadLetterStore(table);
  for (const letter of letters) await store.put(letter, 'absent');
  table.calls.length = 0;
  const clock = fixedClock(NOW);
  const queue = recordingQueue();
  const deadLetterQueue = memoryDrainableQueue(new Date('2026-01-02T00:00:00.000Z'));
  const results = memoryObjects();
  const log = recordingLog();
  const replayDeadLetters = createReplayDeadLetters({
    store,
    queueOf: () => queue,
    deadLetterQueueOf: () => deadLetterQueue,
    results,
    workers: ['dispatch', 'archive', 'ledger'],
    clock,
    ids: countingIds(),
    log,
    ...overrides,
  });
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => time.remainingMs };
  return {
    table,
    store,
    clock,
    queue,
    deadLetterQueue,
    results,
    log,
    time,
    replay: (request: ReplayRequest | object) => replayDeadLetters(request, context),
    state: async (eventId: string) => (await store.get(`archive/${eventId}`))?.record.state,
    receipt: (run = RUN) =>
      v.parse(receiptSchema, JSON.parse(results.stored.get(`replays/${run}.json`)!.bytes.toString())),
  };
}
