import type { Worker } from '../../../../functions/workers/worker.ts';
import { storeResultsPerEvent } from '../../../../functions/workers/store-results-per-event.ts';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { NotStarted } from '#shared/lambda/deadline.ts';
import type { Event } from '#shared/messages/event.ts';
import { givenDeadline, passedDeadline } from '../../../support/given-deadline.ts';
import { givenEvent, givenRecord } from '../../../support/given-messages.ts';
import { memoryObjects, type MemoryObjects } from '../../../support/ports.ts';

const byId: Worker<unknown> = async ({ id }) => ({ id });

function given(worker: Worker<unknown> = byId, results = memoryObjects(), deadline = givenDeadline()) {
  const work = storeResultsPerEvent(worker, {
    results,
    prefix: 'made-up/',
    toLine: (_, line) => line,
    eventsAtOnce: 2,
  });
  return { results, work: (records: readonly BatchRecord<Event>[]) => work(records, deadline) };
}

const event = (id: string) => givenRecord(givenEvent({ id }), `message of ${id}`);
const stored = ({ stored }: MemoryObjects) =>
  Object.fromEntries([...stored].map(([key, { bytes }]) => [key, bytes.toString()]));

test('each event has an object of its own, under its id', async () => {
  const { results, work } = given();
  expect((await work([event('a'), event('b')])).size).toBe(0);
  expect(stored(results)).toEqual({ 'made-up/a.json': '{"id":"a"}', 'made-up/b.json': '{"id":"b"}' });
  expect([...results.stored.values()]).toMatchObject([
    { contentType: 'application/json' },
    { contentType: 'application/json' },
  ]);
});

test('an event whose result is there already is done, and the first result stays', async () => {
  const results = memoryObjects();
  await given(async () => 'first', results).work([event('a')]);
  expect((await given(async () => 'second', results).work([event('a')])).size).toBe(0);
  expect(stored(results)).toEqual({ 'made-up/a.json': '"first"' });
});

test('the result of a run that forces it lies beside the first, once, and tells the worker which run it is', async () => {
  const { results, work } = given(async (_, { forced }) => forced ?? 'nobody forces it');
  const force = { run: 'run-0001', count: 1, force: true } as const;
  for (const replay of [undefined, force, force, { ...force, run: '../../elsewhere' }])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await work([{ ...event('a'), ...(replay && { replay }) }]);
  expect(stored(results)).toEqual({
    'made-up/a.json': '"nobody forces it"',
    'made-up/a.forced-run-0001.json': '"run-0001"',
  });
});

test('an event whose worker throws, and one whose result is not plain JSON, fail alone', async () => {
  const { results, work } = given(async ({ id }) => {
    if (id === 'b') throw new GiveUp('not this one');
    return id === 'c' ? { amount: 1n } : { id };
  });
  const failures = await work([event('a'), event('b'), event('c')]);
  expect(Object.fromEntries(failures)).toEqual({
    'message of b': new GiveUp('not this one'),
    'message of c': new TypeError('Not plain JSON: the result.amount is bigint'),
  });
  expect(Object.keys(stored(results))).toEqual(['made-up/a.json']);
});

test('a write that fails takes its own event with it and no other', async () => {
  const results = memoryObjects();
  const putIfAbsent = results.putIfAbsent.bind(results);
  results.putIfAbsent = (key, ...rest) =>
    key.includes('/b') ? Promise.reject(new Error('no bucket')) : putIfAbsent(key, ...rest);
  const failures = await given(byId, results).work([event('a'), event('b'), event('c')]);
  expect([...failures]).toEqual([['message of b', new Error('no bucket')]]);
  expect(Object.keys(stored(results))).toEqual(['made-up/a.json', 'made-up/c.json']);
});

test.each(['../archive/x', 'a/b', '..', '.a', '', 'a b', 'ä', 'a'.repeat(129), 'a\n'])(
  'an event that calls itself %j is given up before any work: its key would lie elsewhere',
  async (id) => {
    let worked = 0;
    const { results, work } = given(async () => (worked += 1));
    const failures = await work([event(id)]);
    expect([...failures.values()]).toEqual([expect.any(GiveUp)]);
    expect([worked, results.calls]).toEqual([0, []]);
  },
);

test('after the deadline no event is started', async () => {
  const { results, work } = given(byId, memoryObjects(), passedDeadline());
  expect([...(await work([event('a'), event('b')]))]).toEqual([
    ['message of a', new NotStarted()],
    ['message of b', new NotStarted()],
  ]);
  expect(results.calls).toEqual([]);
});

test('at the deadline an event under way has failed, and its late result is not stored', async () => {
  const deadline = new AbortController();
  const answer = Promise.withResolvers<unknown>();
  const worker: Worker<unknown> = () => {
    deadline.abort();
    return answer.promise;
  };
  const { results, work } = given(worker, memoryObjects(), givenDeadline({ signal: deadline.signal }));
  const failures = await work([event('a')]);
  expect(failures.get('message of a')).toBeInstanceOf(RetryLater);
  answer.resolve({ late: true });
  await answer.promise;
  expect(results.calls).toEqual([]);
});
