// How dead letters and replays are known to fail, and that nothing is lost or done twice over it.
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { createRecordDeadLetters } from '../../../functions/keeper/record-dead-letters.ts';
import { toRecord } from '../../../local/event-sources/to-record.ts';
import { createDeadLetterStore, isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { createMarkDone } from '#shared/dead-letters/mark-done.ts';
import { createOnce } from '#shared/markers/once.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { readReplayMark } from '#shared/messages/replay-mark.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';
import { createQueue } from '../../support/emulator-queues.ts';
import { createTopic, publish, subscribeQueue, text } from '../../support/emulator-topics.ts';
import { givenDeadLetter, givenDeadLetterMessage } from '../../support/given-dead-letters.ts';
import { givenInvocation } from '../../support/given-deadline.ts';
import { givenEvent } from '../../support/given-messages.ts';
import { fixedClock, memoryTable, recordingLog, recordingMetrics } from '../../support/ports.ts';
import { givenReplay, numbered } from '../../unit/functions/replay/given-replay.ts';

const DAY_MS = 86_400_000;
const NOW = '2026-01-03T00:00:00.000Z';

function givenKeeper() {
  const table = memoryTable();
  const store = createDeadLetterStore(table);
  const recordDeadLetters = createRecordDeadLetters({
    store,
    clock: fixedClock(NOW),
    log: recordingLog(),
    metrics: recordingMetrics(),
    queuePrefix: 'webhook-pipeline-local-',
    replaysMax: 10,
  });
  const arrive = (...records: Parameters<typeof givenDeadLetterMessage>[]) =>
    recordDeadLetters({ Records: records.map((record) => givenDeadLetterMessage(...record)) }, givenInvocation());
  return { store, table, arrive, recordDeadLetters };
}

const event = givenEvent();
const archived = `archive/${event.id}`;

test('duplicate delivery: two copies of a dead letter are one record', async () => {
  const { arrive, table } = givenKeeper();
  await arrive(['archive', writeEvent(event)], ['archive', writeEvent(event), { messageId: 'message-2' }]);
  expect([...table.items.keys()]).toEqual([archived]);
});

test('DLQ clock: however long a message had been on its way, its record is kept as long as its event, and for 14 days at least', async () => {
  const { arrive, store } = givenKeeper();
  const late = givenEvent({ id: 'late', receivedAt: new Date(Date.parse(NOW) - 399 * DAY_MS).toISOString() });
  await arrive(['archive', writeEvent(event)], ['archive', writeEvent(late), { messageId: 'message-2' }]);
  const [stored, storedLate] = await Promise.all([store.get(archived), store.get('archive/late')]);
  expect(stored?.record.expiresAt).toBe(Math.floor((Date.parse(event.receivedAt) + 400 * DAY_MS) / 1000));
  expect(storedLate?.record.expiresAt).toBe((Date.parse(NOW) + 14 * DAY_MS) / 1000);
});

test('replay storm: a run sends what was chosen, no more than its limit, and nothing that is not open', async () => {
  const world = await givenReplay([...numbered(20), ...numbered(30, { state: 'discarded' }).slice(20)]);
  const answer = await world.replay({ from: 'archive', all: true, limit: 5, reason: 'The shop is open again' });
  expect(answer).toMatchObject({ succeeded: 5, failed: 0 });
  expect(world.queue.sent).toHaveLength(5);
});

test('replay storm: a dry run counts the same and writes nothing', async () => {
  const world = await givenReplay(numbered(20));
  const foreseen = await world.replay({ from: 'archive', all: true, dryRun: true });
  expect(world.table.calls.filter((call) => /^(?:put|remove)/.test(call))).toEqual([]);
  expect([world.queue.sent, [...world.results.stored]]).toEqual([[], []]);
  const done = await world.replay({ from: 'archive', all: true, reason: 'The shop is open again' });
  expect(foreseen).toMatchObject({ matched: done.matched, succeeded: done.succeeded });
});

test('replay loop and recursion: each replay of a dead letter says how many there were before it', async () => {
  const world = await givenReplay([givenDeadLetter({ eventId: 'event-0', replays: 3 })]);
  await world.replay({ from: 'archive', all: true, reason: 'Once more' });
  expect(world.queue.sent.map(({ attributes }) => readReplayMark(attributes['replay'] ?? '').count)).toEqual([4]);
  expect(Object.keys(world.queue.sent[0]?.attributes ?? {}).toSorted()).toEqual(['replay', 'source', 'type']);
});

test('replay after expiry: a marker lives as long as a dead letter can be replayed', async () => {
  const { arrive, store } = givenKeeper();
  await arrive(['archive', writeEvent(event)]);
  const deadLetter = await store.get(archived);
  const table = memoryTable();
  const once = createOnce({ table, clock: fixedClock(NOW), log: recordingLog() });
  await once({ id: 'forward/e1/erp', leaseMs: 1000 }, async () => 'done');
  const marker = table.items.get('forward/e1/erp')?.item as { readonly expiresAt: number };
  expect(marker.expiresAt).toBeGreaterThanOrEqual(deadLetter?.record.expiresAt ?? Infinity);
});

test('replay of a job that had completed: it is shown as done, skipped, and says so', async () => {
  const world = await givenReplay([givenDeadLetter({ eventId: 'event-0' })]);
  const markDone = createMarkDone({ table: world.table, clock: world.clock });
  await markDone({ worker: 'archive', eventId: 'event-0', count: 0 });
  const answer = await world.replay({ from: 'archive', ids: ['event-0'], reason: 'Once more' });
  expect(answer).toMatchObject({ succeeded: 0, skipped: 1 });
  expect(await world.state('event-0')).toBe('done');
  expect(world.queue.sent).toEqual([]);
});

test('replay of a job that had completed: a copy that the keeper meets only then is done as well', async () => {
  const { arrive, store, table } = givenKeeper();
  await createMarkDone({ table, clock: fixedClock(NOW) })({ worker: 'archive', eventId: event.id, count: 0 });
  await arrive(['archive', writeEvent(event)]);
  const stored = await store.get(archived);
  expect(stored && isDeadLetter(stored.record) && stored.record.state).toBe('done');
});

test('queue policy or KMS change: what SNS cannot put on a queue waits as a dead letter and is kept as undeliverable', async () => {
  const aws = await startEmulatorClients();
  const { recordDeadLetters, store } = givenKeeper();
  try {
    const [queue, deadLetters] = [await createQueue(aws.sqs), await createQueue(aws.sqs)];
    const topicArn = await createTopic(aws.sns);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn });
    await subscribeQueue(aws.sns, topicArn, queue, { RedrivePolicy });
    // A queue that is gone, one that refuses the topic and one whose key is locked are one error to SNS: a client's, never retried.
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    await publish(aws.sns, topicArn, writeEvent(event), { source: text(event.source), type: text(event.type) });
    const [message] = await aws.emulators.queues.receive(deadLetters.name, { max: 10, waitMs: 0 });
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:webhook-pipeline-local-archive-dead-letters';
    await recordDeadLetters({ Records: [toRecord(message!, queueArn, 'us-east-1')] }, givenInvocation());
    const stored = await store.get(archived);
    const deadLetter = stored && isDeadLetter(stored.record) ? stored.record : undefined;
    expect(deadLetter).toMatchObject({ state: 'open', body: writeEvent(event), failure: { class: 'undeliverable' } });
  } finally {
    await aws.close();
  }
});
