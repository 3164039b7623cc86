import { BY_GROUP, BY_TIME, type DeadLetter } from '#shared/messages/dead-letter.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { outcomePageSchema, receiptSchema } from '#shared/messages/receipt.ts';
import * as v from 'valibot';
import { createAnswerRequest, type AnswerRequestPorts } from '../../../../functions/replay/answer-request.ts';
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
  overrides: Partial<AnswerRequestPorts> = {},
  time = { remainingMs: 300_000 },
) {
  const table = memoryTable({
    [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
    [BY_GROUP]: { partition: 'workerState', sort: 'groupAt' },
  });
  const store = createDeadLetterStore(table);
  for (const letter of letters) await store.put(letter, 'absent');
  table.calls.length = 0;
  const clock = fixedClock(NOW);
  const queue = recordingQueue();
  const deadLetterQueue = memoryDrainableQueue(new Date('2026-01-02T00:00:00.000Z'));
  const results = memoryObjects();
  const log = recordingLog();
  const answerRequest = createAnswerRequest({
    store,
    queueOf: () => queue,
    deadLetterQueueOf: () => deadLetterQueue,
    depthOf: () => ({ countMessages: async () => 0 }),
    results,
    workers: ['dispatch', 'archive', 'ledger'],
    rows: [],
    proveIdentity: async () => undefined,
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
    ask: (request: unknown) => answerRequest(request, context),
    replay: (request: object) => answerRequest({ replay: request }, context),
    state: async (eventId: string) => (await store.get(`archive/${eventId}`))?.record.state,
    receipt: (run = RUN) =>
      v.parse(receiptSchema, JSON.parse(results.stored.get(`replays/${run}.json`)!.bytes.toString())),
    /** Of the run, page after page. */
    outcomes: (run = RUN) =>
      [...results.stored]
        .filter(([key]) => new RegExp(`^replay-outcomes/${run}/\\d+\\.json$`).test(key))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, { bytes }]) => v.parse(outcomePageSchema, JSON.parse(bytes.toString())).outcomes),
  };
}
