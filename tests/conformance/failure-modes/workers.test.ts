// How queues, topics and functions are known to fail, and that it costs us neither an event nor a second effect.
import * as fc from 'fast-check';
import { createPublishEvents } from '../../../functions/dispatch/publish-events.ts';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { beforeDeadline } from '#shared/lambda/deadline.ts';
import { decideFate } from '#shared/lambda/decide-fate.ts';
import { createOnce } from '#shared/markers/once.ts';
import { readFailure, writeFailure } from '#shared/messages/failure.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { batchAt, edgeUnderTest, kept } from '../../support/edge-under-test.ts';
import { givenFailure } from '../../support/given-dead-letters.ts';
import { givenDeadline, passedDeadline } from '../../support/given-deadline.ts';
import { givenDelivery, givenRecord } from '../../support/given-messages.ts';
import { fixedClock, memoryObjects, memoryTable, recordingLog, recordingTopic } from '../../support/ports.ts';

const allFail = (error: unknown) => async (records: readonly { readonly messageId: string }[]) =>
  new Map(records.map(({ messageId }) => [messageId, error]));

function givenMarkers() {
  const ports = { table: memoryTable(), clock: fixedClock('2026-01-02T03:04:05.000Z'), log: recordingLog() };
  return { ...ports, once: createOnce(ports) };
}

const marked = { id: 'forward/e1/erp', leaseMs: 30_000 };
const never = () => new Promise<never>(() => undefined);

test('duplicate delivery: whatever message brings an event a second time, its effect is there already', async () => {
  const { once } = givenMarkers();
  let effects = 0;
  const effect = async () => (effects += 1);
  expect([await once(marked, effect), await once(marked, effect)]).toEqual([1, 1]);
  expect(effects).toBe(1);
});

test('PublishBatch partial failure: the delivery of the entry that failed is kept, the others are finished', async () => {
  const refused = new RetryLater('SNS: InternalError');
  const events = recordingTopic(({ message }) => (message.includes('refuse me') ? refused : undefined));
  const publishEvents = createPublishEvents({ events, results: memoryObjects() });
  const records = ['a', 'refuse me', 'c'].map((text) => givenRecord(givenDelivery({ body: { text } }), text));
  expect([...(await publishEvents(records, givenDeadline()))]).toEqual([['refuse me', refused]]);
});

test('SendMessageBatch partial failure: a dead letter that the queue did not confirm stays on its own queue', async () => {
  const { handler, deadLetters } = edgeUnderTest(allFail(new GiveUp('No use')));
  deadLetters.failWith(new Error('SQS: InternalError'));
  expect(await handler(batchAt(1, 'a', 'b'))).toEqual(kept('m0', 'm1'));
});

test('dispatch publishes then dies: the second time it publishes the same events under the same ids', async () => {
  const events = recordingTopic();
  const publishEvents = createPublishEvents({ events, results: memoryObjects() });
  const records = [givenRecord(givenDelivery())];
  await publishEvents(records, givenDeadline());
  await publishEvents(records, givenDeadline());
  const [first, second] = events.batches;
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
});

test('poison pill: it is a dead letter at once, with its reason, and its neighbours are finished', async () => {
  const { handler, deadLetters } = edgeUnderTest(async () => new Map([['m1', new GiveUp('No amount')]]));
  expect(await handler(batchAt(1, 'a', 'poison', 'c'))).toEqual(kept());
  expect(deadLetters.sent.map(({ body }) => body)).toEqual(['poison']);
  expect(readFailure(deadLetters.sent[0]?.attributes['failure'] ?? '')).toMatchObject({
    class: 'gave-up',
    message: 'No amount',
    attempts: 1,
  });
});

/** The deadline passes while the second of them is worked on. */
const workOnTwo = async (records: readonly { readonly messageId: string }[]) => {
  const failures = new Map<string, unknown>();
  for (const [index, { messageId }] of records.entries()) {
    const deadline = index < 2 ? givenDeadline() : passedDeadline();
    await beforeDeadline(deadline, async () => 'done').catch((error) => failures.set(messageId, error));
  }
  return failures;
};

test('Lambda timeout in mid-batch: near its end nothing is started; what is finished is not given back', async () => {
  const { handler, held, deadLetters } = edgeUnderTest(workOnTwo);
  expect(await handler(batchAt(1, 'a', 'b', 'c', 'd'))).toEqual(kept('m2', 'm3'));
  expect(held.postponed.map(({ seconds }) => seconds)).toEqual([0, 0]);
  expect(deadLetters.sent).toEqual([]);
});

test('crash holding INPROGRESS: the marker is free again once the invocation that held it is certainly over', async () => {
  const { once, clock } = givenMarkers();
  void once(marked, never);
  await expect(once(marked, async () => 'second')).rejects.toThrow(RetryLater);
  clock.advance(marked.leaseMs + 1);
  expect(await once(marked, async () => 'second')).toBe('second');
});

test('zombie run: it neither deletes nor overwrites what its successor has written', async () => {
  const { once, clock, table } = givenMarkers();
  const late = Promise.withResolvers<string>();
  const zombie = once(marked, () => late.promise);
  await new Promise(setImmediate);
  clock.advance(marked.leaseMs + 1);
  await once(marked, async () => 'successor');
  const written = table.items.get(marked.id);
  late.reject(new Error('too late'));
  await expect(zombie).rejects.toThrow('too late');
  expect(table.items.get(marked.id)).toEqual(written);
});

test('full-batch error caught: when everything fails, everything is kept', async () => {
  const { handler } = edgeUnderTest(() => Promise.reject(new Error('The bucket is gone')));
  expect(await handler(batchAt(1, 'a', 'b', 'c'))).toEqual(kept('m0', 'm1', 'm2'));
});

test('wrong id in response: an id that is not of the batch is never reported', async () => {
  const { handler } = edgeUnderTest(async () => new Map([['somebody else', new Error('lost')]]));
  expect(await handler(batchAt(1, 'a'))).toEqual(kept());
});

test('handler returns nothing: whatever the work throws or is, Lambda is told a list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.integer({ min: 1, max: 5 }), async (thrown, attempt) => {
      const { handler } = edgeUnderTest(() => Promise.reject(thrown));
      expect(Array.isArray((await handler(batchAt(attempt, 'a'))).batchItemFailures)).toBe(true);
    }),
  );
});

test('illegal characters: a reason with any text in it stays within what SQS takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 5000 }), (message) => {
      const text = writeFailure(givenFailure({ message }));
      expect(text).toMatch(/^[\x20-\x7e]{2,4096}$/);
    }),
  );
});

test('retry backoff: each wait lies between nothing and twice the wait before it, and under the ceiling', () => {
  const rules = { attemptsMax: 12, backoffCeilingSeconds: 900, horizonSeconds: 4000 };
  const attempt = fc.integer({ min: 1, max: 11 });
  fc.assert(
    fc.property(attempt, fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempt, fraction) => {
      const fate = decideFate({ error: new Error('not today'), attempt, ageSeconds: 0 }, rules, {
        fraction: () => fraction,
      });
      expect(fate).toEqual({ retrySeconds: expect.any(Number) });
      const { retrySeconds } = fate as { readonly retrySeconds: number };
      expect(retrySeconds).toBeGreaterThanOrEqual(0);
      expect(retrySeconds).toBeLessThanOrEqual(Math.min(900, 5 * 2 ** (attempt - 1)));
    }),
  );
});

test('DynamoDB throttled at launch: nothing is done without its marker, and the event is tried again', async () => {
  const { once, table } = givenMarkers();
  table.failWith(new Error('ProvisionedThroughputExceededException'));
  let effects = 0;
  await expect(once(marked, async () => (effects += 1))).rejects.toThrow(RetryLater);
  expect(effects).toBe(0);
  table.failWith(undefined);
  expect(await once(marked, async () => (effects += 1))).toBe(1);
});

test('observability lies: every message that failed has a line of its own, with what becomes of it', async () => {
  const { handler, log } = edgeUnderTest(
    async () =>
      new Map([
        ['m0', new Error('x')],
        ['m2', new GiveUp('y')],
      ]),
  );
  await handler(batchAt(1, 'a', 'b', 'c'));
  expect(log.lines.map(({ fields }) => [fields['eventId'], fields['fate']])).toEqual([
    ['a', 'retry'],
    ['c', 'dead letter'],
  ]);
});

test('message too big: a batch of the topic never has more than 256 KiB', async () => {
  const events = recordingTopic();
  const publishEvents = createPublishEvents({ events, results: memoryObjects() });
  const text = 'x'.repeat(120 * 1024);
  const records = Array.from({ length: 7 }, (_, index) => givenRecord(givenDelivery({ body: { text } }), `m${index}`));
  expect((await publishEvents(records, givenDeadline())).size).toBe(0);
  expect(events.batches.flat()).toHaveLength(7);
  for (const batch of events.batches) {
    expect(batch.reduce((bytes, { message }) => bytes + message.length, 0)).toBeLessThanOrEqual(256 * 1024);
  }
});
