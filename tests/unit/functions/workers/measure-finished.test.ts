import { measureFinished } from '../../../../functions/workers/measure-finished.ts';
import { storeResultsPerEvent } from '../../../../functions/workers/store-results-per-event.ts';
import { givenDeadline } from '../../../support/given-deadline.ts';
import { givenEvent, givenRecord } from '../../../support/given-messages.ts';
import { fixedClock, memoryObjects, recordingMetrics } from '../../../support/ports.ts';

const worker = 'archive';
const event = (id: string, receivedAt: string) => givenRecord(givenEvent({ id, receivedAt }), `message of ${id}`);

test('a result is counted with the time since its webhook; a duplicate is no result, and what is replayed has no time', () => {
  const metrics = recordingMetrics();
  const records = [
    event('a', '2026-01-02T03:59:58.500Z'),
    event('ahead', '2026-01-02T04:00:01.000Z'),
    event('again', '2026-01-02T03:00:00.000Z'),
    { ...event('replayed', '2026-01-01T00:00:00.000Z'), replay: { run: 'run-1', count: 1 } },
  ];
  const clock = fixedClock('2026-01-02T04:00:00.000Z');
  measureFinished(worker, records, ({ noun }) => noun.id === 'again', { metrics, clock });
  expect(metrics.recorded).toEqual([
    ['ResultsStored', 1, { worker }],
    ['EndToEndLatency', 1500, { worker }],
    ['ResultsStored', 1, { worker }],
    ['EndToEndLatency', 0, { worker }],
    ['DuplicatesSkipped', 1, { worker }],
    ['ResultsStored', 1, { worker }],
  ]);
});

test('an event whose result is there already is a duplicate', async () => {
  const duplicates: string[] = [];
  const work = storeResultsPerEvent(async ({ id }) => ({ id }), {
    results: memoryObjects(),
    toLine: (_, value) => value,
    prefix: 'made-up/',
    eventsAtOnce: 1,
    noteDuplicate: ({ messageId }) => void duplicates.push(messageId),
  });
  const records = [
    event('a', '2026-01-02T03:00:00.000Z'),
    { ...event('a', '2026-01-02T03:00:00.000Z'), messageId: 'second' },
  ];
  expect([...(await work(records, givenDeadline()))]).toEqual([]);
  expect(duplicates).toEqual(['second']);
});
