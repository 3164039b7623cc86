import { checkBatch } from '#shared/lambda/check-batch.ts';
import { createRecordDeadLetters } from '../../../../functions/keeper/record-dead-letters.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { batchAt, edgeUnderTest } from '../../../support/edge-under-test.ts';
import { givenInvocation } from '../../../support/given-deadline.ts';
import { fixedClock, memoryTable, recordingLog, recordingMetrics } from '../../../support/ports.ts';

const noBatches: readonly unknown[] = [{}, null, undefined, 'text', [], { Records: null }, { Records: {} }];
const refusalOf = (name: string) =>
  `This is no batch of messages, for it has no Records: events/${name}/ holds one that ${name} takes.`;

test('a batch is taken, an empty one too', () => {
  expect(() => checkBatch(batchAt(1, 'a'), 'archive')).not.toThrow();
  expect(() => checkBatch({ Records: [] }, 'archive')).not.toThrow();
});

test.each(noBatches)('the edge refuses %j in one sentence that names where a batch is', async (event) => {
  const { handler, log } = edgeUnderTest(async () => new Map());
  await expect(handler(event as never)).rejects.toThrow(refusalOf('made-up'));
  expect(log.lines).toEqual([]);
});

test.each(noBatches)('the keeper refuses %j likewise', async (event) => {
  const recordDeadLetters = createRecordDeadLetters({
    store: createDeadLetterStore(memoryTable()),
    clock: fixedClock('2026-01-02T04:00:00.000Z'),
    log: recordingLog(),
    metrics: recordingMetrics(),
    queuePrefix: 'webhook-pipeline-local-',
    replaysMax: 10,
  });
  await expect(recordDeadLetters(event as never, givenInvocation())).rejects.toThrow(refusalOf('keeper'));
});
