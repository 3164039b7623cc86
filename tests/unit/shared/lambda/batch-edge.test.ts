import type { SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { createBatchEdge, type BatchEdge } from '#shared/lambda/batch-edge.ts';
import { beforeDeadline, NotStarted, storeInTime } from '#shared/lambda/deadline.ts';
import { readFailure } from '#shared/messages/failure.ts';
import { givenInvocation } from '../../../support/given-deadline.ts';
import { givenSqsRecord } from '../../../support/given-messages.ts';
import {
  fixedClock,
  recordingHeldMessages,
  recordingLog,
  recordingMetrics,
  recordingQueue,
  TRACEPARENT,
} from '../../../support/ports.ts';

const NOW = '2026-01-02T04:00:00.000Z';
const noFailures = async () => new Map<string, unknown>();

const read = (body: string) => {
  if (body.startsWith('unreadable')) throw new Error(`This message is no noun`);
  if (body.startsWith('newer')) throw new RetryLater('A newer deploy will read it');
  return body;
};

function given(work: BatchEdge<string>['work'] = noFailures, overrides: Partial<BatchEdge<string>> = {}) {
  const ports = {
    log: recordingLog(),
    metrics: recordingMetrics(),
    clock: fixedClock(NOW),
    // Half of the longest wait.
    random: { fraction: () => 0.5 },
    held: recordingHeldMessages(),
    deadLetters: recordingQueue(),
  };
  const marked: unknown[] = [];
  const handler = createBatchEdge({
    ...ports,
    worker: 'made-up',
    workerVersion: '7',
    rules: { attemptsMax: 5, backoffCeilingSeconds: 300, horizonSeconds: 75 },
    markDone: async (event) => void marked.push(event),
    read,
    eventIdOf: (noun) => `id of ${noun}`,
    describe: () => ({ source: 'stripe-eu' }),
    work,
    ...overrides,
  });
  return { ...ports, marked, handler: (event: SQSEvent) => handler(event, givenInvocation()) };
}

const batchAt = (attempt: number, ...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index) => givenSqsRecord(body, `m${index}`, attempt)),
});
const batch = (...bodies: readonly string[]) => batchAt(3, ...bodies);
const kept = (...messageIds: readonly string[]) => ({
  batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })),
});
const failing = (failures: Record<string, unknown>) => async () => new Map(Object.entries(failures));

const attribute = (stringValue: string) => ({ dataType: 'String' as const, stringValue });

function withAttributes(event: SQSEvent, attributes: Record<string, unknown>): SQSEvent {
  const messageAttributes = attributes as SQSEvent['Records'][number]['messageAttributes'];
  return { Records: event.Records.map((record) => ({ ...record, messageAttributes })) };
}

test('a batch without failures keeps none, logs nothing and calls nobody', async () => {
  const { handler, log, held, deadLetters, marked } = given();
  expect(await handler(batchAt(1, 'a', 'b'))).toEqual(kept());
  expect([log.lines, held.postponed, deadLetters.sent, marked]).toEqual([[], [], [], []]);
});

test('the work sees every message as it was read, with its attempt, its trace and its replay', async () => {
  const seen: unknown[] = [];
  const { handler } = given(async (records) => {
    seen.push(...records);
    return new Map();
  });
  await handler(batch('a'));
  const replay = attribute('{"run":"r1","count":2}');
  await handler(withAttributes(batch('b'), { replay }));
  expect(seen).toEqual([
    { messageId: 'm0', noun: 'a', attempt: 3, attemptsMax: 5, traceparent: TRACEPARENT },
    { messageId: 'm0', noun: 'b', attempt: 3, attemptsMax: 5, traceparent: '', replay: { run: 'r1', count: 2 } },
  ]);
});

test.each(['', 'no JSON', '{}', '{"run":"r1","count":0}'])(
  'a message with the garbled replay mark %j is worked on all the same',
  async (text) => {
    const seen: unknown[] = [];
    const { handler } = given(async (records) => {
      seen.push(...records.map(({ replay }) => replay));
      return new Map();
    });
    expect(await handler(withAttributes(batch('a'), { replay: attribute(text) }))).toEqual(kept());
    expect(seen).toEqual([undefined]);
  },
);

test('what failed for now is hidden for its backoff and kept, with one log line', async () => {
  const error = new Error('not today');
  const { handler, log, held, deadLetters } = given(failing({ m1: error }));
  expect(await handler(batch('a', 'b', 'c'))).toEqual(kept('m1'));
  // The longest wait of attempt 3 is 20 s.
  expect(held.postponed).toEqual([{ receiptHandle: 'handle of m1', seconds: 10 }]);
  expect(deadLetters.sent).toEqual([]);
  expect(log.lines).toEqual([
    {
      level: 'error',
      message: 'Message failed',
      fields: {
        worker: 'made-up',
        eventId: 'id of b',
        source: 'stripe-eu',
        requestId: 'request-1',
        messageId: 'm1',
        attempt: 3,
        traceId: TRACEPARENT.split('-')[1],
        fate: 'retry',
        retrySeconds: 10,
        error,
      },
    },
  ]);
});

test('what is given up is a dead letter at once: its body untouched, its attributes and the reason, and it is finished', async () => {
  const { handler, held, deadLetters, log } = given(failing({ m0: new GiveUp('never', { destination: 'shop' }) }));
  const attributes = {
    source: attribute('stripe-eu'),
    type: attribute('charge.refunded'),
    traceparent: attribute(TRACEPARENT),
    replay: attribute('{"run":"r1","count":1}'),
    failure: attribute('{"v":1,"of":"an earlier time"}'),
    stranger: attribute('not ours'),
  };
  expect(await handler(withAttributes(batch('{"é":1}'), attributes))).toEqual(kept());
  expect(held.postponed).toEqual([]);
  const [letter] = deadLetters.sent;
  const { failure = '', ...others } = letter!.attributes;
  expect(letter!.body).toBe('{"é":1}');
  expect(others).toEqual({
    source: 'stripe-eu',
    type: 'charge.refunded',
    traceparent: TRACEPARENT,
    replay: '{"run":"r1","count":1}',
  });
  expect(readFailure(failure)).toMatchObject({
    class: 'gave-up',
    name: 'GiveUp',
    message: 'never',
    destination: 'shop',
    attempts: 3,
    worker: 'made-up',
    workerVersion: '7',
    requestId: 'request-1',
    queue: 'webhook-pipeline-local-deliveries',
    lastAt: NOW,
  });
  expect(log.lines).toMatchObject([{ level: 'error', fields: { fate: 'dead letter', class: 'gave-up', attempt: 3 } }]);
});

test('attributes that SQS would refuse, or that are no text, are not carried on', async () => {
  const { handler, deadLetters } = given(failing({ m0: new GiveUp('never') }));
  const attributes = {
    source: attribute(''),
    type: { dataType: 'Binary', binaryValue: 'AP8=' },
    traceparent: { dataType: 'Number', stringValue: '1' },
  };
  await handler(withAttributes(batch('a'), attributes));
  expect(Object.keys(deadLetters.sent[0]!.attributes)).toEqual(['failure']);
});

test('a dead letter stays in the group of its message', async () => {
  const { handler, deadLetters } = given(failing({ m0: new GiveUp('never'), m1: new GiveUp('never') }));
  const { Records } = batch('a', 'b');
  const [first, second] = Records;
  await handler({
    Records: [{ ...first!, attributes: { ...first!.attributes, MessageGroupId: 'stripe-eu' } }, second!],
  });
  expect(deadLetters.sent.map(({ group }) => group)).toEqual(['stripe-eu', undefined]);
});

test.each<[string, unknown, string]>([
  ['any error', new Error('again'), 'exhausted'],
  ['RetryLater', new RetryLater('again'), 'exhausted'],
  ['a destination that is down', new GiveUp('down', { isDestinationDown: true }), 'destination-down'],
  ['nothing at all', undefined, 'exhausted'],
])('at the last attempt %s makes a dead letter', async (_, error, failureClass) => {
  const { handler, deadLetters } = given(failing({ m0: error }));
  expect(await handler(batchAt(5, 'a'))).toEqual(kept());
  expect(deadLetters.sent.map(({ attributes }) => readFailure(attributes['failure'] ?? '').class)).toEqual([
    failureClass,
  ]);
});

test('whoever asks for more time than its row has becomes a dead letter that says until when', async () => {
  const { handler, deadLetters } = given(failing({ m0: new RetryLater('busy', { afterSeconds: 3600 }) }));
  expect(await handler(batchAt(1, 'a'))).toEqual(kept());
  expect(readFailure(deadLetters.sent[0]!.attributes['failure'] ?? '')).toMatchObject({
    class: 'exhausted',
    notBefore: '2026-01-02T05:00:00.000Z',
  });
});

test.each<[string, (queue: ReturnType<typeof recordingQueue>) => void]>([
  ['does not confirm', (queue) => queue.failWith(new Error('SQS: InternalError'))],
  ['cannot be reached', (queue) => void (queue.sendAll = () => Promise.reject(new Error('no answer')))],
])('a dead letter that its queue %s is kept: SQS gives the message again', async (_, breakIt) => {
  const { handler, deadLetters, log } = given(failing({ m0: new GiveUp('never') }));
  breakIt(deadLetters);
  expect(await handler(batch('a', 'b'))).toEqual(kept('m0'));
  expect(log.lines).toMatchObject([{ level: 'error', fields: { fate: 'given back', class: 'gave-up' } }]);
});

test('of several dead letters only those that were confirmed are finished', async () => {
  const { handler, deadLetters } = given(failing({ m0: new GiveUp('a'), m1: new GiveUp('b'), m2: new Error('c') }));
  deadLetters.sendAll = async () => [undefined, new Error('SQS: InternalError')];
  expect(await handler(batch('a', 'b', 'c', 'd'))).toEqual(kept('m1', 'm2'));
});

test('a message that could not be postponed is kept all the same, with a warning', async () => {
  const refused = recordingHeldMessages(() => new Error('SQS: ReceiptHandleIsInvalid'));
  const { handler, log } = given(failing({ m0: new Error('x') }), { held: refused });
  expect(await handler(batch('a'))).toEqual(kept('m0'));
  expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'error']);
  const broken = given(failing({ m0: new Error('x') }), {
    held: { postpone: () => Promise.reject(new Error('gone')) },
  });
  expect(await broken.handler(batch('a'))).toEqual(kept('m0'));
});

test('a message that cannot be read is a dead letter at once, and the others are worked on', async () => {
  const worked: string[] = [];
  const { handler, log, deadLetters } = given(async (records) => {
    worked.push(...records.map(({ noun }) => noun));
    return new Map();
  });
  expect(await handler(batch('a', 'unreadable nobody-may-read-this', 'c'))).toEqual(kept());
  expect(worked).toEqual(['a', 'c']);
  expect(deadLetters.sent).toMatchObject([{ body: 'unreadable nobody-may-read-this' }]);
  expect(readFailure(deadLetters.sent[0]!.attributes['failure'] ?? '')).toMatchObject({
    class: 'gave-up',
    message: 'This message could not be read; because of Error: This message is no noun',
  });
  expect(log.lines).toMatchObject([{ message: 'Message failed', fields: { messageId: 'm1', worker: 'made-up' } }]);
  expect(log.text()).not.toContain('nobody-may-read-this');
});

test('a message of a newer version is tried again: the next deploy will read it', async () => {
  const { handler, held, deadLetters } = given();
  expect(await handler(batch('newer'))).toEqual(kept('m0'));
  expect([held.postponed.length, deadLetters.sent.length]).toEqual([1, 0]);
});

test('the work is not called for a batch of which nothing can be read', async () => {
  const { handler, deadLetters } = given(() => Promise.reject(new Error('called')));
  expect(await handler(batch('unreadable', 'unreadable'))).toEqual(kept());
  expect(deadLetters.sent).toHaveLength(2);
});

test.each<[string, BatchEdge<string>['work']]>([
  ['rejects', () => Promise.reject(new Error('out of order'))],
  [
    'throws before it has begun',
    () => {
      throw new Error('out of order');
    },
  ],
])('work that %s fails all of its own messages, with one log line each', async (_, work) => {
  const { handler, log } = given(work);
  expect(await handler(batch('a', 'newer', 'c'))).toEqual(kept('m1', 'm0', 'm2'));
  expect(log.lines).toHaveLength(3);
});

test('an id that is not of the batch is never reported: Lambda would take the whole batch back', async () => {
  const { handler } = given(failing({ m0: 'error', 'a stranger': 'error', '': 'error' }));
  expect(await handler(batch('a', 'b'))).toEqual(kept('m0'));
});

test('no secret of an error reaches the log or the dead letter', async () => {
  const error = new RetryLater('Bearer abcdef was refused', { cause: new Error('password=hunter2') });
  const { handler, log, deadLetters } = given(failing({ m0: error, m1: new GiveUp('token=hunter2') }));
  await handler(batch('a', 'b'));
  await handler(batchAt(5, 'a'));
  expect(log.lines).toHaveLength(3);
  expect(log.text() + JSON.stringify(deadLetters.sent)).not.toMatch(/abcdef|hunter2/);
});

test('what was not started in time is visible again at once and is nobody’s failure', async () => {
  const { handler, held, log } = given(failing({ m1: new NotStarted() }));
  expect(await handler(batchAt(1, 'a', 'b'))).toEqual(kept('m1'));
  expect(held.postponed).toEqual([{ receiptHandle: 'handle of m1', seconds: 0 }]);
  expect(log.lines).toMatchObject([{ level: 'info', fields: { eventId: 'id of b', fate: 'retry', retrySeconds: 0 } }]);
});

test('what was not started at its last attempt either is a dead letter that says so', async () => {
  const { handler, deadLetters, log } = given(failing({ m0: new NotStarted() }));
  expect(await handler(batchAt(5, 'a'))).toEqual(kept());
  expect(readFailure(deadLetters.sent[0]!.attributes['failure'] ?? '')).toMatchObject({
    class: 'exhausted',
    message: "The function's time ran out before this message's turn",
  });
  expect(log.lines).toMatchObject([{ level: 'error' }]);
});

test('the work is told when to end, and work that hangs is not waited for', async () => {
  const clock = fixedClock(NOW);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { handler, held } = given(
    async ([record], deadline) => {
      const hangs = beforeDeadline(deadline, () => {
        begin();
        return Promise.withResolvers<never>().promise;
      });
      return hangs.catch((error: unknown) => new Map([[record!.messageId, error]]));
    },
    { clock },
  );
  const answer = handler(batch('a'));
  await begun;
  // A quarter of the 30 s stays for what must follow.
  clock.advance(22_500);
  expect(await answer).toEqual(kept('m0'));
  expect(held.postponed).toHaveLength(1);
});

describe('a message that succeeded', () => {
  test('at its first attempt has no dead letter to be marked', async () => {
    const { handler, marked } = given();
    await handler(batchAt(1, 'a'));
    expect(marked).toEqual([]);
  });

  test('after it was tried before is marked as done', async () => {
    const { handler, marked } = given(failing({ m1: new Error('x') }));
    await handler(batchAt(2, 'a', 'b'));
    expect(marked).toEqual([{ worker: 'made-up', eventId: 'id of a', count: 0 }]);
  });

  test('as a replay is marked as done in its generation', async () => {
    const { handler, marked } = given();
    await handler(withAttributes(batchAt(1, 'a'), { replay: attribute('{"run":"r1","count":2}') }));
    expect(marked).toEqual([{ worker: 'made-up', eventId: 'id of a', count: 2 }]);
  });

  test('as one of a backfill has no dead letter to be marked, unless it was tried before', async () => {
    const { handler, marked } = given();
    const replay = attribute('{"run":"r1","count":1,"backfill":true}');
    await handler(withAttributes(batchAt(1, 'a'), { replay }));
    expect(marked).toEqual([]);
    await handler(withAttributes(batchAt(2, 'a'), { replay }));
    expect(marked).toEqual([{ worker: 'made-up', eventId: 'id of a', count: 1 }]);
  });

  test('stays finished when the mark fails', async () => {
    const { handler, log } = given(noFailures, { markDone: () => Promise.reject(new Error('no table')) });
    expect(await handler(batchAt(2, 'a', 'b'))).toEqual(kept());
    expect(log.lines.map(({ level, fields }) => [level, fields['eventId']])).toEqual([
      ['warn', 'id of a'],
      ['warn', 'id of b'],
    ]);
  });

  test('is answered in time when the mark hangs', async () => {
    const clock = fixedClock(NOW);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const markDone = () => {
      begin();
      return Promise.withResolvers<never>().promise;
    };
    const { handler, log } = given(noFailures, { clock, markDone });
    const answer = handler(batchAt(2, 'a'));
    await begun;
    clock.advance(29_500);
    expect(await answer).toEqual(kept());
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { events: 1 } }]);
  });
});

test('whatever a record looks like, the edge does not throw and reports ids of the batch alone', async () => {
  const broken = fc.record(
    { body: fc.anything(), attributes: fc.anything(), messageAttributes: fc.anything(), eventSourceARN: fc.anything() },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(broken, { maxLength: 5 }), fc.anything(), async (records, error) => {
      const { handler } = given(async (read) => new Map(read.map(({ messageId }) => [messageId, error])));
      const event = {
        Records: records.map((record, index) => ({ ...record, messageId: `m${index}` })),
      } as unknown as SQSEvent;
      const { batchItemFailures } = await handler(event);
      const ids = event.Records.map(({ messageId }) => messageId);
      for (const { itemIdentifier } of batchItemFailures) expect(ids).toContain(itemIdentifier);
      expect(new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).size).toBe(
        batchItemFailures.length,
      );
    }),
  );
});

test('every failed message is either kept or confirmed as a dead letter, whatever fails around it', async () => {
  const fault = fc.constantFrom<unknown>(
    'none',
    new Error('x'),
    new RetryLater('x'),
    new GiveUp('x'),
    new NotStarted(),
  );
  const one = fc.record({ fault, attempt: fc.integer({ min: 1, max: 6 }), isConfirmed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 30 }), async (messages) => {
      const failures = messages.map(({ fault }, index) => [`m${index}`, fault] as const);
      const { handler, deadLetters } = given(async () => new Map(failures.filter(([, fault]) => fault !== 'none')));
      const confirmed = new Set<string>();
      deadLetters.sendAll = async (letters) =>
        letters.map(({ body }) => {
          if (!messages[Number(body)]?.isConfirmed) return new Error('SQS: InternalError');
          confirmed.add(`m${body}`);
          return undefined;
        });
      const { batchItemFailures } = await handler({
        Records: messages.map(({ attempt }, index) => givenSqsRecord(String(index), `m${index}`, attempt)),
      });
      const reported = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const [messageId, fault] of failures) {
        expect(Number(reported.has(messageId)) + Number(confirmed.has(messageId))).toBe(fault === 'none' ? 0 : 1);
      }
    }),
  );
});

const untilWaiting = () => new Promise((resolve) => setImmediate(resolve));

/** Of every batch the first message's result is stored too slowly. */
const storingHangs: BatchEdge<string>['work'] = ([first], deadline) =>
  storeInTime(deadline, () => Promise.withResolvers<never>().promise).catch(
    (error: unknown) => new Map([[first!.messageId, error]]),
  );

describe('when storing or settling takes longer than the time that is left', () => {
  test('what was not stored is postponed while there is time to, and nothing else', async () => {
    const { handler, clock, held } = given(storingHangs);
    const answer = handler(batch('one', 'two'));
    // Half of what is kept back of the 30 s stays for that.
    clock.advance(26_250);
    expect(await answer).toEqual(kept('m0'));
    expect(held.postponed).toHaveLength(1);
  });

  test('the failed messages come back by themselves, and the finished ones stay finished', async () => {
    const held = { postpone: () => Promise.withResolvers<never>().promise };
    const { handler, clock, log } = given(failing({ m0: new Error('no') }), { held });
    const answer = handler(batch('one', 'two'));
    await untilWaiting();
    clock.advance(29_500);
    expect(await answer).toEqual(kept('m0'));
    expect(log.text()).toContain('Failed messages could not be settled in time');
  });

  test('neither keeps the batch from its answer', async () => {
    const held = { postpone: () => Promise.withResolvers<never>().promise };
    const { handler, clock } = given(storingHangs, { held });
    const answer = handler(batch('one', 'two'));
    clock.advance(26_250);
    await untilWaiting();
    clock.advance(29_500);
    expect(await answer).toEqual(kept('m0'));
  });
});

test('what becomes of failed messages is counted once each, and flushed also when nothing could be read', async () => {
  const [later, never] = [new Error('not today'), new GiveUp('never')];
  const { handler, metrics } = given(failing({ m0: later, m1: never, m2: new NotStarted() }));
  await handler(batchAt(1, 'a', 'b', 'c', 'd'));
  const worker = 'made-up';
  expect(metrics.recorded).toEqual([
    ['Retries', 1, { worker }],
    ['DeadLetters', 1, { worker, class: 'gave-up' }],
  ]);
  expect(metrics.flushed).toEqual([2]);
  const crashing = given(async () => Promise.reject(later), {
    eventIdOf: () => {
      throw later;
    },
  });
  await expect(crashing.handler(batchAt(1, 'a'))).rejects.toThrow('not today');
  expect(crashing.metrics.flushed).toEqual([0]);
});

test('a dead letter that its queue did not confirm is counted by nobody yet', async () => {
  const unconfirmed = { send: async () => undefined, sendAll: async () => [new Error('away')] };
  const { handler, metrics } = given(failing({ m0: new GiveUp('never') }), { deadLetters: unconfirmed });
  await handler(batchAt(1, 'a'));
  expect(metrics.recorded).toEqual([]);
});
