import { createDeadLetterStore, DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { createMeasureDeadLetters } from '../../../../functions/measure/measure-dead-letters.ts';
import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { fixedClock, memoryTable, recordingLog, recordingMetrics } from '../../../support/ports.ts';

const NOW = '2026-01-03T00:00:00.000Z';

async function given(deadLetters: readonly Parameters<typeof givenDeadLetter>[0][]) {
  const store = createDeadLetterStore(memoryTable(DEAD_LETTER_INDEXES));
  for (const overrides of deadLetters) await store.put(givenDeadLetter(overrides), 'absent');
  const [log, metrics] = [recordingLog(), recordingMetrics()];
  const ports = { workers: ['dispatch', 'archive'], clock: fixedClock(NOW), log, metrics };
  return { store, log, metrics, ports };
}

const failedAt = (lastAt: string) => ({ ...givenDeadLetter().failure, lastAt });

test('of each worker the age of the dead letter that failed first and still waits, and nought where none waits', async () => {
  const { store, metrics, ports } = await given([
    { id: 'archive/a', eventId: 'a', state: 'open', failure: failedAt('2026-01-02T23:59:00.000Z') },
    { id: 'archive/b', eventId: 'b', state: 'quarantined', failure: failedAt('2026-01-02T23:00:00.000Z') },
    { id: 'archive/c', eventId: 'c', state: 'replayed', failure: failedAt('2026-01-01T00:00:00.000Z') },
  ]);
  expect(await createMeasureDeadLetters({ ...ports, store })()).toEqual({ workers: 2 });
  expect(metrics.recorded).toEqual([
    ['OldestDeadLetterAge', 0, { worker: 'dispatch' }],
    ['OldestDeadLetterAge', 3600, { worker: 'archive' }],
  ]);
});

test('where one cannot be asked the others are measured, and the invocation fails', async () => {
  const { store, metrics, log, ports } = await given([]);
  const page: typeof store.page = async (query) => {
    if (query.worker === 'dispatch') throw new Error('Throttled');
    return store.page(query);
  };
  await expect(createMeasureDeadLetters({ ...ports, store: { page } })()).rejects.toThrow('dispatch');
  expect(metrics.recorded).toEqual([['OldestDeadLetterAge', 0, { worker: 'archive' }]]);
  expect(log.lines).toMatchObject([{ level: 'error', fields: { worker: 'dispatch' } }]);
});
