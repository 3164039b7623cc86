import * as v from 'valibot';
import { writeFailure } from '#shared/messages/failure.ts';
import { receiptSchema } from '#shared/messages/receipt.ts';
import { givenFailure } from '../../../support/given-dead-letters.ts';
import { memoryDrainableQueue } from '../../../support/ports.ts';
import { givenReplay, NOW, RUN } from './given-replay.ts';

const all = { from: 'archive', all: true, reason: 'The keeper is paused', via: 'queue' } as const;
const body = (id: string) => JSON.stringify({ v: 1, id });
const done = { run: RUN, state: 'finished', matched: 0, succeeded: 0, skipped: 0, failed: 0, before: NOW };

const failureOf = (fingerprint: string) => writeFailure(givenFailure({ fingerprint }));

test('every message goes back untouched, without its failure, and leaves the dead-letter queue', async () => {
  const { replay, queue, deadLetterQueue, receipt, outcomes, table } = await givenReplay();
  deadLetterQueue.put({ body: body('one'), attributes: { source: 'github', failure: failureOf('aa') } });
  expect(await replay(all)).toEqual({ ...done, matched: 1, succeeded: 1 });
  expect(queue.sent).toEqual([
    {
      body: body('one'),
      attributes: { source: 'github', replay: JSON.stringify({ run: RUN, count: 1 }) },
      group: 'replays',
    },
  ]);
  expect(deadLetterQueue.messages).toEqual([]);
  expect(receipt()).toMatchObject({ state: 'finished', succeeded: 1 });
  expect(outcomes()).toEqual([{ id: 'archive/one', outcome: 'replayed' }]);
  expect(table.calls).toEqual([]);
});

test('a message that was replayed before is of the next generation', async () => {
  const { replay, queue, deadLetterQueue } = await givenReplay();
  deadLetterQueue.put({ body: body('one'), attributes: { replay: '{"run":"run-0","count":4}' } });
  deadLetterQueue.put({ body: body('two'), attributes: { replay: 'garbled' } });
  await replay(all);
  expect(queue.sent.map(({ attributes }) => attributes['replay'])).toEqual([
    JSON.stringify({ run: RUN, count: 5 }),
    JSON.stringify({ run: RUN, count: 1 }),
  ]);
});

test('what is not meant is shown again', async () => {
  const { replay, deadLetterQueue } = await givenReplay();
  for (let number = 0; number < 40; number += 1) deadLetterQueue.put({ body: body(`event-${number}`) });
  const { from, reason, via } = all;
  const answer = await replay({ from, reason, via, ids: ['event-3', 'event-33', 'nowhere'] });
  expect(answer).toEqual({ ...done, matched: 2, succeeded: 2, notThere: ['nowhere'] });
  expect([deadLetterQueue.messages.length, deadLetterQueue.hidden.size]).toEqual([38, 0]);
  expect(await deadLetterQueue.countWaiting()).toBe(38);
});

test('a fingerprint is that of our failure, and not one that SQS carried along from an earlier life', async () => {
  const { replay, deadLetterQueue } = await givenReplay();
  deadLetterQueue.put({ body: body('ours'), attributes: { failure: failureOf('aa') } });
  deadLetterQueue.put({ body: body('other'), attributes: { failure: failureOf('bb') } });
  deadLetterQueue.put({ body: body('crashed'), attributes: { failure: failureOf('aa') }, movedFrom: 'arn:queue' });
  deadLetterQueue.put({ body: body('bare') });
  const { from, reason, via } = all;
  expect(await replay({ from, reason, via, fingerprints: ['aa'] })).toMatchObject({ succeeded: 1 });
  expect(deadLetterQueue.messages.map((message) => message.body)).toEqual(['other', 'crashed', 'bare'].map(body));
});

test('what is named and not seen is missing only where the whole queue was seen, and by nobody before', async () => {
  const { from, reason, via } = all;
  const notThereOf = async (request: object, remainingMs = 300_000) => {
    const { replay, deadLetterQueue, time } = await givenReplay();
    deadLetterQueue.put({ body: body('one'), attributes: { failure: failureOf('aa') } });
    time.remainingMs = remainingMs;
    return (await replay({ from, reason, via, ...request })).notThere;
  };
  expect(await notThereOf({ ids: ['one', 'nowhere'] })).toEqual(['nowhere']);
  expect(await notThereOf({ fingerprints: ['aa', 'bb', 'bb'] })).toEqual(['bb']);
  expect(await notThereOf({ ids: ['one'] })).toBeUndefined();
  expect(await notThereOf({ all: true })).toBeUndefined();
  expect(await notThereOf({ ids: ['nowhere'] }, 10_000)).toBeUndefined();
  expect(await notThereOf({ ids: ['one', 'nowhere'], limit: 1 })).toBeUndefined();
});

test('at most `limit` are sent', async () => {
  const { replay, queue, deadLetterQueue } = await givenReplay();
  for (let number = 0; number < 60; number += 1) deadLetterQueue.put({ body: body(`event-${number}`) });
  expect(await replay({ ...all, limit: 25 })).toMatchObject({ succeeded: 25 });
  expect([queue.sent.length, deadLetterQueue.messages.length]).toEqual([25, 35]);
});

test('what the work queue does not confirm stays, and is shown again', async () => {
  const { replay, queue, deadLetterQueue } = await givenReplay();
  deadLetterQueue.put({ body: body('one') });
  queue.failWith(new Error('SQS: ServiceUnavailable'));
  expect(await replay(all)).toMatchObject({ failed: 1, failedBecause: { 'SQS: ServiceUnavailable': 1 } });
  expect([deadLetterQueue.messages.length, deadLetterQueue.hidden.size]).toEqual([1, 0]);
});

test('what was sent and could not be removed has failed', async () => {
  const { replay, queue, deadLetterQueue } = await givenReplay();
  deadLetterQueue.put({ body: body('one') });
  deadLetterQueue.refuseRemoval(() => new Error('InternalError'));
  expect(await replay(all)).toMatchObject({ succeeded: 0, failed: 1 });
  expect(queue.sent).toHaveLength(1);
});

test('what this run has sent, or what failed since it began, is not sent once more', async () => {
  const { replay, deadLetterQueue } = await givenReplay();
  deadLetterQueue.put({ body: body('again'), attributes: { replay: JSON.stringify({ run: RUN, count: 1 }) } });
  deadLetterQueue.put({ body: body('new'), sentAt: new Date(NOW) });
  expect(await replay(all)).toMatchObject({ matched: 0 });
  expect(deadLetterQueue.messages).toHaveLength(2);
});

test('it ends in time and says so', async () => {
  const { replay, deadLetterQueue, time } = await givenReplay();
  deadLetterQueue.put({ body: body('one') });
  time.remainingMs = 10_000;
  expect(await replay(all)).toMatchObject({ matched: 0, state: 'unfinished' });
});

test('a dry run counts what waits, as exact as SQS knows, and takes nothing', async () => {
  const { replay, deadLetterQueue, results } = await givenReplay();
  deadLetterQueue.put({ body: body('one') });
  deadLetterQueue.put({ body: body('two') });
  const { reason: _, ...request } = all;
  expect(await replay({ ...request, dryRun: true })).toEqual({
    dryRun: true,
    state: 'finished',
    matched: 2,
    succeeded: 2,
    skipped: 0,
    failed: 0,
    isApproximate: true,
    before: NOW,
  });
  expect([deadLetterQueue.hidden.size, results.calls]).toEqual([0, []]);
});

const MINUTE_MS = 60_000;

/** A call that dies over its page before it sends or once it has removed, a minute ago; of its queue it hides all that it took. */
async function givenDead(at: 'before it sends' | 'after it removed', request: object = {}) {
  const died = Promise.withResolvers<'dead'>();
  const die = () => {
    died.resolve('dead');
    return new Promise<never>(() => undefined);
  };
  const { results, queue, clock } = await givenReplay();
  const deadLetterQueue = memoryDrainableQueue(new Date('2026-01-02T00:00:00.000Z'), () => clock.now());
  for (let number = 0; number < 10; number += 1) deadLetterQueue.put({ body: body(`event-${number}`) });
  const world = await givenReplay([], {
    results,
    clock,
    queueOf: () => queue,
    deadLetterQueueOf: () => deadLetterQueue,
  });
  const first = await givenReplay([], {
    clock,
    results: {
      ...results,
      putIfAbsent: async (key, ...rest) => (/\/\d+\.json$/.test(key) ? die() : results.putIfAbsent(key, ...rest)),
    },
    deadLetterQueueOf: () => deadLetterQueue,
    queueOf: () => ({
      ...queue,
      sendAll: (messages) => (at === 'before it sends' ? die() : queue.sendAll(messages)),
    }),
  });
  await Promise.race([first.replay({ ...all, run: 'run-of-this-test', ...request }), died.promise]);
  clock.advance(MINUTE_MS + 1000);
  const receipt = () =>
    v.parse(receiptSchema, JSON.parse(results.stored.get('replays/run-of-this-test.json')!.bytes.toString()));
  return { ...world, queue, clock, deadLetterQueue, receipt };
}

const resume = { resume: { run: 'run-of-this-test' } };

test('what a call that died had sent and removed is in the receipt: begun, and not known', async () => {
  const { ask, receipt, queue } = await givenDead('after it removed');
  expect(await ask(resume)).toMatchObject({ state: 'finished', matched: 10, succeeded: 0, unknown: 10 });
  expect(queue.sent).toHaveLength(10);
  expect(receipt()).toMatchObject({
    matched: 10,
    unknown: 10,
    unknownBecause: {
      'its call died: it was sent, or shows itself on its dead-letter queue again within 15 minutes': 10,
    },
  });
});

const refuse = (): never => {
  throw new Error('The credentials have expired');
};

test('what failed before anything of its page was sent takes nothing of the limit, and is sent by the next call', async () => {
  const { ask, replay, clock, deadLetterQueue, queue } = await givenReplay([], {
    queueOf: () => ({ ...queue, sendAll: async (messages) => (fails-- > 0 ? refuse() : queue.sendAll(messages)) }),
  });
  let fails = 6;
  for (let number = 0; number < 20; number += 1) deadLetterQueue.put({ body: body(`event-${number}`) });
  const named = { ...all, run: 'run-of-this-test', limit: 10 };
  await expect(replay(named)).rejects.toThrow('The credentials have expired');
  fails = 0;
  clock.advance(MINUTE_MS);
  expect(await ask(resume)).toMatchObject({ state: 'finished', matched: 10, succeeded: 10 });
  expect([queue.sent.length, deadLetterQueue.messages.length]).toEqual([10, 10]);
});

test('what is begun and not known counts against the limit, and the run is not finished', async () => {
  const { ask, queue, clock } = await givenDead('after it removed', { limit: 4 });
  clock.advance(15 * MINUTE_MS);
  expect(await ask(resume)).toMatchObject({ state: 'unfinished', matched: 4, unknown: 4 });
  expect(queue.sent).toHaveLength(4);
});

test('what had not been sent shows itself again, is sent, and counts once', async () => {
  const { ask, receipt, queue, clock, deadLetterQueue } = await givenDead('before it sends');
  clock.advance(15 * MINUTE_MS);
  expect(await ask(resume)).toMatchObject({ state: 'finished', matched: 10, succeeded: 10 });
  expect(receipt()).not.toHaveProperty('unknown');
  expect([queue.sent.length, deadLetterQueue.messages.length]).toEqual([10, 0]);
});

test('a run that is aborted tells what a call that died had begun with', async () => {
  const { ask, receipt, queue } = await givenDead('before it sends');
  const abort = { abort: { run: 'run-of-this-test', reason: 'The wrong ones' } };
  expect(await ask(abort)).toMatchObject({ state: 'aborted', matched: 10, unknown: 10 });
  expect(receipt()).toMatchObject({ state: 'aborted', unknown: 10 });
  expect(queue.sent).toEqual([]);
});
