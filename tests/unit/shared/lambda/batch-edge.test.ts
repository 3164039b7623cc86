import type { SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { createBatchEdge, type BatchEdge } from '#shared/lambda/batch-edge.ts';
import { givenSqsRecord } from '../../../support/given-messages.ts';
import { recordingLog, TRACEPARENT } from '../../../support/ports.ts';

const noFailures = async () => new Map<string, unknown>();

const read = (body: string) => {
  if (body.startsWith('unreadable')) throw new Error('This message is no noun');
  return body;
};

function given(work: BatchEdge<string>['work'] = noFailures) {
  const log = recordingLog();
  return { log, handler: createBatchEdge({ log, read, describe: (noun) => ({ eventId: noun }), work }) };
}

const batch = (...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index) => givenSqsRecord(body, `m${index}`, 3)),
});
const failed = (...messageIds: readonly string[]) => ({
  batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })),
});

test('a batch without failures reports none and logs nothing', async () => {
  const { handler, log } = given();
  expect(await handler(batch('a', 'b'))).toEqual(failed());
  expect(log.lines).toEqual([]);
});

test('the work sees every message as it was read, with its attempt and its trace', async () => {
  const seen: unknown[] = [];
  const { handler } = given(async (records) => {
    seen.push(...records);
    return new Map();
  });
  await handler(batch('a'));
  expect(seen).toEqual([{ messageId: 'm0', noun: 'a', attempt: 3, traceparent: TRACEPARENT }]);
});

test('a message without a trace is worked on all the same', async () => {
  const { handler } = given();
  expect(await handler({ Records: [{ ...givenSqsRecord('a'), messageAttributes: {} }] })).toEqual(failed());
});

test('what the work reports as failed is reported, once, with one log line each', async () => {
  const error = new Error('not today');
  const { handler, log } = given(async () => new Map([['m1', error]]));
  expect(await handler(batch('a', 'b', 'c'))).toEqual(failed('m1'));
  expect(log.lines).toEqual([
    { level: 'error', message: 'Message failed', fields: { eventId: 'b', messageId: 'm1', attempt: 3, error } },
  ]);
});

test('a message that cannot be read fails alone, and the others are worked on', async () => {
  const worked: string[] = [];
  const { handler, log } = given(async (records) => {
    worked.push(...records.map(({ noun }) => noun));
    return new Map();
  });
  expect(await handler(batch('a', 'unreadable nobody-may-read-this', 'c'))).toEqual(failed('m1'));
  expect(worked).toEqual(['a', 'c']);
  expect(log.lines).toMatchObject([{ message: 'Message could not be read', fields: { messageId: 'm1' } }]);
  expect(log.text()).not.toContain('nobody-may-read-this');
});

test('the work is not called for a batch of which nothing can be read', async () => {
  const { handler } = given(() => Promise.reject(new Error('called')));
  expect(await handler(batch('unreadable', 'unreadable'))).toEqual(failed('m0', 'm1'));
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
  expect(await handler(batch('a', 'unreadable', 'c'))).toEqual(failed('m1', 'm0', 'm2'));
  expect(log.lines).toHaveLength(3);
});

test('an id that is not of the batch is never reported: Lambda would take the whole batch back', async () => {
  const { handler } = given(
    async () =>
      new Map([
        ['m0', 'error'],
        ['a stranger', 'error'],
        ['', 'error'],
      ]),
  );
  expect(await handler(batch('a', 'b'))).toEqual(failed('m0'));
});

test('a failure without a reason is still a failure', async () => {
  const { handler } = given(async () => new Map([['m0', undefined]]));
  expect(await handler(batch('a'))).toEqual(failed('m0'));
});

test('whatever a record looks like, the edge does not throw and reports ids of the batch alone', async () => {
  const { handler } = given();
  const broken = fc.record(
    { body: fc.anything(), attributes: fc.anything(), messageAttributes: fc.anything() },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(broken, { maxLength: 5 }), async (records) => {
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
