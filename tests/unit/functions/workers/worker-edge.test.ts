import { gunzipSync } from 'node:zlib';
import { GiveUp } from '#shared/errors.ts';
import { readFailure } from '#shared/messages/failure.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { createWorkerEdge } from '../../../../functions/workers/worker-edge.ts';
import { batchAt, kept } from '../../../support/edge-under-test.ts';
import { givenInvocation } from '../../../support/given-deadline.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import {
  countingIds,
  fixedClock,
  memoryObjects,
  recordingHeldMessages,
  recordingLog,
  recordingMetrics,
  recordingQueue,
  type MemoryObjects,
} from '../../../support/ports.ts';

const ATTEMPTS_MAX = 5;

function given(resultsPer: 'batch' | 'event', results = memoryObjects()) {
  const ports = {
    results,
    log: recordingLog(),
    metrics: recordingMetrics(),
    clock: fixedClock('2026-01-02T04:00:00.000Z'),
    held: recordingHeldMessages(),
    deadLetters: recordingQueue(),
  };
  const marked: string[] = [];
  const handler = createWorkerEdge({
    ...ports,
    name: 'made-up',
    workerVersion: '7',
    resultsPer,
    worker: async ({ id }) => {
      if (id.startsWith('down')) throw new GiveUp('The destination is down', { isDestinationDown: true });
      return { id };
    },
    toLine: (_, line) => line,
    prefix: 'made-up/',
    ids: countingIds(),
    eventsAtOnce: 5,
    random: { fraction: () => 0.5 },
    rules: { attemptsMax: ATTEMPTS_MAX, backoffCeilingSeconds: 300, horizonSeconds: 75 },
    markDone: async ({ eventId }) => void marked.push(eventId),
  });
  return { ...ports, marked, handler };
}

/** Stores everything but what the condition names, which hangs; tells when that was begun. */
function hangingWhere(isSlow: (key: string) => boolean) {
  const results = memoryObjects();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const hangIfSlow =
    <Rest extends readonly unknown[], Stored>(store: (key: string, ...rest: Rest) => Promise<Stored>) =>
    (key: string, ...rest: Rest): Promise<Stored> => {
      if (!isSlow(key)) return store(key, ...rest);
      begin();
      return Promise.withResolvers<never>().promise;
    };
  results.put = hangIfSlow(results.put.bind(results));
  results.putIfAbsent = hangIfSlow(results.putIfAbsent.bind(results));
  return { results, begun };
}

const event = (id: string, hour = '03') => writeEvent(givenEvent({ id, receivedAt: `2026-01-02T${hour}:00:00.000Z` }));
const settled = () => new Promise((resolve) => void setImmediate(resolve));

const linesOf = ({ stored }: MemoryObjects) =>
  [...stored.values()].map(({ bytes }) => gunzipSync(bytes).toString().trim());

test('a result that is stored too slowly is retried alone: what was stored stays finished', async () => {
  const { results, begun } = hangingWhere((key) => key.includes('slow'));
  const { handler, clock, held, deadLetters, marked } = given('event', results);
  const answer = handler(batchAt(2, event('a'), event('slow'), event('c')), givenInvocation());
  await begun;
  await settled();
  // Half of the quarter that is kept back of the 30 s is left to say what becomes of each message.
  clock.advance(26_250);
  expect(await answer).toEqual(kept('m1'));
  expect(held.postponed).toMatchObject([{ receiptHandle: 'handle of m1' }]);
  expect([...results.stored.keys()]).toEqual(['made-up/a.json', 'made-up/c.json']);
  expect([deadLetters.sent, marked]).toEqual([[], ['a', 'c']]);
});

test('who gave up beside a result that is stored too slowly is a dead letter of its own class', async () => {
  const { results, begun } = hangingWhere((key) => key.includes('slow'));
  const { handler, clock, deadLetters } = given('event', results);
  const answer = handler(batchAt(ATTEMPTS_MAX, event('a'), event('down'), event('slow')), givenInvocation());
  await begun;
  await settled();
  clock.advance(26_250);
  expect(await answer).toEqual(kept());
  expect(deadLetters.sent.map(({ attributes }) => readFailure(attributes['failure'] ?? ''))).toMatchObject([
    { class: 'destination-down', message: 'The destination is down' },
    { class: 'exhausted', message: "The function's time ran out before the result of this message was stored" },
  ]);
});

test('an object that is stored too slowly takes its own lines with it: those of another hour stay stored', async () => {
  const { results, begun } = hangingWhere((key) => key.includes('hour=04'));
  const { handler, clock, deadLetters, marked } = given('batch', results);
  const batch = batchAt(2, event('a'), event('down'), event('slow', '04'), event('later', '05'));
  const answer = handler(batch, givenInvocation());
  await begun;
  clock.advance(26_250);
  expect(await answer).toEqual(kept('m2', 'm3'));
  expect(linesOf(results)).toEqual(['{"id":"a"}']);
  expect(marked).toEqual(['a']);
  expect(deadLetters.sent).toHaveLength(1);
});

test('the log names what is finished, and not what failed', async () => {
  const { handler, log } = given('batch');
  await handler(batchAt(1, event('a'), event('down'), event('c')), givenInvocation());
  const finished = log.lines.filter(({ message }) => message === 'Events finished');
  expect(finished.map(({ fields }) => fields)).toMatchObject([
    { worker: 'made-up', events: [{ eventId: 'a' }, { eventId: 'c' }] },
  ]);
});
