import type { SQSRecord } from 'aws-lambda';
import { createDeadLetterStore, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createMarkDone } from '#shared/dead-letters/mark-done.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { writeReplayMark } from '#shared/messages/replay-mark.ts';
import type { Clock } from '#shared/ports.ts';
import { createRecordDeadLetters, KEPT_BYTES_MAX } from '../../../../functions/keeper/record-dead-letters.ts';
import { givenDeadLetterMessage, givenFailure } from '../../../support/given-dead-letters.ts';
import { givenInvocation } from '../../../support/given-deadline.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { fixedClock, memoryTable, recordingLog, recordingMetrics, type FixedClock } from '../../../support/ports.ts';

const TIMEOUT_MS = 30_000;

function given(
  slowed: (store: DeadLetterStore, clock: FixedClock) => DeadLetterStore = (store) => store,
  overrides: Partial<Clock> = {},
) {
  const table = memoryTable();
  const log = recordingLog();
  const metrics = recordingMetrics();
  const clock = { ...fixedClock('2026-01-02T04:00:00.000Z'), ...overrides };
  const begunMs = clock.now().getTime();
  const usedMs = () => clock.now().getTime() - begunMs;
  const store = createDeadLetterStore(table);
  const record = createRecordDeadLetters({
    store: slowed(store, clock),
    clock,
    log,
    metrics,
    queuePrefix: 'webhook-pipeline-local-',
    replaysMax: 10,
  });
  return {
    table,
    log,
    metrics,
    store,
    usedMs,
    markDone: createMarkDone({ table, clock }),
    failedOf: async (...Records: SQSRecord[]) => {
      const { batchItemFailures } = await record(
        { Records },
        givenInvocation(() => TIMEOUT_MS - usedMs()),
      );
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

const failure = writeFailure(givenFailure({ message: 'The shop is closed' }));
const deadEvent = (eventId: string, messageId: string, replays = 0) =>
  givenDeadLetterMessage('archive', writeEvent(givenEvent({ id: eventId })), {
    messageId,
    attributes: { failure, ...(replays > 0 && { replay: writeReplayMark({ run: 'run-1', count: replays }) }) },
  });

test('the first dead letter of an event costs one write and one line', async () => {
  const { table, log, failedOf } = given();
  expect(await failedOf(deadEvent('e1', 'm1'))).toEqual([]);
  expect(table.calls).toEqual(['put archive/e1']);
  expect(log.lines).toEqual([
    {
      level: 'info',
      message: 'Dead letter kept',
      fields: {
        worker: 'archive',
        eventId: 'e1',
        deliveryId: 'd'.repeat(32),
        source: 'stripe-eu',
        type: 'charge.refunded',
        class: 'exhausted',
        fingerprint: '00112233aabbccdd',
        state: 'open',
      },
    },
  ]);
});

test('copies in one batch fall on one record without losing a race', async () => {
  const { table, store, failedOf } = given();
  expect(await failedOf(deadEvent('e1', 'm1'), deadEvent('e2', 'm2'), deadEvent('e1', 'm3'))).toEqual([]);
  expect((await store.get('archive/e1'))?.record).toMatchObject({ arrivals: 2, state: 'open' });
  expect((await store.get('archive/e2'))?.record).toMatchObject({ arrivals: 1 });
  expect(table.calls.filter((call) => call === 'put archive/e1')).toHaveLength(3);
});

test('two keepers that meet on one event both count', async () => {
  const { store, failedOf } = given();
  const batches = Array.from({ length: 6 }, (_, index) => failedOf(deadEvent('e1', `m${index}`)));
  expect(await Promise.all(batches)).toEqual(batches.map(() => []));
  expect((await store.get('archive/e1'))?.record).toMatchObject({ arrivals: 6 });
});

test('a copy that arrives after the result is shown as done', async () => {
  const { store, markDone, failedOf } = given();
  await markDone({ worker: 'archive', eventId: 'e1', count: 0 });
  await failedOf(deadEvent('e1', 'm1'));
  expect((await store.get('archive/e1'))?.record).toMatchObject({ state: 'done', body: expect.any(String) });
});

test('a replay that failed opens its dead letter again', async () => {
  const { store, failedOf } = given();
  await failedOf(deadEvent('e1', 'm1'));
  await failedOf(deadEvent('e1', 'm2', 1));
  expect((await store.get('archive/e1'))?.record).toMatchObject({ state: 'open', replays: 1, arrivals: 2 });
});

test('one message that cannot be kept is reported back, and its neighbours are kept', async () => {
  const { store, log, failedOf } = given();
  const tooLarge = givenDeadLetterMessage('archive', `{"id":"e2","pad":"${'x'.repeat(KEPT_BYTES_MAX)}"}`, {
    messageId: 'm2',
  });
  const foreign = { ...deadEvent('e3', 'm3'), eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:other' };
  expect(new Set(await failedOf(deadEvent('e1', 'm1'), tooLarge, foreign, deadEvent('e4', 'm4')))).toEqual(
    new Set(['m2', 'm3']),
  );
  expect([...(await store.getMany(['archive/e1', 'archive/e2', 'archive/e4'])).keys()]).toEqual([
    'archive/e1',
    'archive/e4',
  ]);
  expect(log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields['messageId'])).toEqual([
    'm3',
    'm2',
  ]);
  expect(log.text()).toMatch(/It stays on the dead-letter queue/);
});

test('while the table fails everything is reported back, and is kept once it works again', async () => {
  const { table, store, failedOf } = given();
  table.failWith(new Error('The table is throttled'));
  expect(await failedOf(deadEvent('e1', 'm1'), deadEvent('e2', 'm2'))).toEqual(['m1', 'm2']);
  table.failWith(undefined);
  expect(await failedOf(deadEvent('e1', 'm1'), deadEvent('e2', 'm2'))).toEqual([]);
  expect((await store.get('archive/e1'))?.record).toMatchObject({ arrivals: 1 });
});

/** Every call about this dead letter has its answer after 4.5 s, which the client still waits for. */
const slowAbout =
  (slowId: string) =>
  (store: DeadLetterStore, clock: FixedClock): DeadLetterStore => {
    const wait = async (id: string) => {
      if (id !== slowId) return;
      clock.advance(4500);
      await new Promise((resolve) => void setImmediate(resolve));
    };
    return {
      ...store,
      get: async (id) => wait(id).then(() => store.get(id)),
      put: async (record, expected) => wait(record.id).then(() => store.put(record, expected)),
    };
  };

test('copies that a slow table has no time for are reported back, and the others stay kept', async () => {
  const { store, log, usedMs, failedOf } = given(slowAbout('archive/e1'));
  const copies = ['m1', 'm2', 'm3', 'm4'].map((messageId) => deadEvent('e1', messageId));
  // The second copy loses to the first, reads it and writes: 18 s are over when the third one's turn comes.
  expect(await failedOf(...copies, deadEvent('e2', 'm5'))).toEqual(['m3', 'm4']);
  expect(usedMs()).toBeLessThan(TIMEOUT_MS);
  expect((await store.get('archive/e1'))?.record).toMatchObject({ arrivals: 2 });
  expect((await store.get('archive/e2'))?.record).toMatchObject({ arrivals: 1 });
  const errors = log.lines.filter(({ level }) => level === 'error');
  expect(errors.map(({ fields }) => [fields['messageId'], String(fields['error'])])).toEqual([
    ['m3', "RetryLater: The function's time ran out while this message was worked on"],
    ['m4', "NotStarted: The function's time ran out before this message's turn"],
  ]);
});

test('once the batch is answered nothing sleeps on: a timer would wake in a later invocation', async () => {
  const sleeping: (AbortSignal | undefined)[] = [];
  const sleep: Clock['sleep'] = (_, signal) => {
    sleeping.push(signal);
    return Promise.withResolvers<never>().promise;
  };
  const { failedOf } = given(undefined, { sleep });
  expect(await failedOf(deadEvent('e1', 'm1'))).toEqual([]);
  expect(sleeping.map((signal) => signal?.aborted)).toEqual([true, true]);
});

test('no line holds a body, an attribute or what the failure says', async () => {
  const { log, failedOf } = given();
  await failedOf(deadEvent('e1', 'm1'), deadEvent('e1', 'm2'));
  expect(log.lines).toHaveLength(2);
  for (const secret of ['x-kept', 'The shop is closed']) expect(log.text()).not.toContain(secret);
});

const crashed = (messageId: string) => {
  const message = givenDeadLetterMessage('archive', writeEvent(givenEvent({ id: 'e9' })), { messageId });
  return { ...message, attributes: { ...message.attributes, DeadLetterQueueSourceArn: 'arn:aws:sqs:r:0:q' } };
};

test('only what no worker could tell of is counted here, and a copy of it is not counted again', async () => {
  const { metrics, failedOf } = given();
  await failedOf(deadEvent('e1', 'm1'), crashed('m2'), crashed('m3'));
  expect(metrics.recorded).toEqual([['DeadLetters', 1, { worker: 'archive', class: 'crashed' }]]);
  expect(metrics.flushed).toEqual([1]);
});
