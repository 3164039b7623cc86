import { gunzipSync } from 'node:zlib';
import type { Worker } from '../../../../functions/workers/worker.ts';
import { storeResultsPerBatch } from '../../../../functions/workers/store-results-per-batch.ts';
import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import { NotStarted } from '#shared/lambda/deadline.ts';
import { RetryLater } from '#shared/errors.ts';
import { checkInBody } from '#shared/messages/body.ts';
import type { Event } from '#shared/messages/event.ts';
import { givenDeadline } from '../../../support/given-deadline.ts';
import { givenEvent, givenRecord } from '../../../support/given-messages.ts';
import { countingIds, memoryObjects, TRACEPARENT, type MemoryObjects } from '../../../support/ports.ts';

const byId: Worker<{ readonly id: string }> = async ({ id }) => ({ id });

function given(worker: Worker<unknown> = byId, results = memoryObjects(), deadline = givenDeadline()) {
  const ports = {
    results,
    prefix: 'made-up/',
    toLine: (_: Event, line: unknown) => line,
    ids: countingIds(),
    eventsAtOnce: 2,
  };
  const work = storeResultsPerBatch(worker, ports);
  return { results, work: (records: readonly BatchRecord<Event>[]) => work(records, deadline) };
}

const event = (id: string, receivedAt = '2026-01-02T03:04:05.678Z', overrides: Partial<Event> = {}) =>
  givenRecord(givenEvent({ id, receivedAt, ...overrides }), `message of ${id}`);

const readLine = (line: string): { id: string } => JSON.parse(line);

const linesOf = ({ stored }: MemoryObjects) =>
  Object.fromEntries(
    [...stored].map(([key, { bytes }]) => [
      key,
      gunzipSync(bytes)
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => readLine(line).id),
    ]),
  );

test('the results of a batch are one gzipped NDJSON object in the folder of the hour of arrival, not of the clock', async () => {
  const { results, work } = given();
  expect((await work([event('a'), event('b')])).size).toBe(0);
  expect(linesOf(results)).toEqual({
    [`made-up/date=2026-01-02/hour=03/${'1'.padStart(32, '0')}.ndjson.gz`]: ['a', 'b'],
  });
  expect([...results.stored.values()]).toMatchObject([
    { contentType: 'application/x-ndjson', contentEncoding: 'gzip' },
  ]);
});

test('every line ends, so that objects can be joined', async () => {
  const { results, work } = given();
  await work([event('a')]);
  expect(gunzipSync([...results.stored.values()][0]!.bytes).toString()).toBe('{"id":"a"}\n');
});

test('events that are kept for other times go to other objects, and each object says its own', async () => {
  const { results, work } = given();
  const kept = (id: string, retentionDays: number) => event(id, undefined, { retentionDays });
  await work([event('a'), kept('b', 30), event('c'), kept('d', 90), kept('e', 30)]);
  const times = [...results.stored.values()].map(({ retentionDays }) => retentionDays);
  expect(Object.values(linesOf(results)).map((ids, index) => [times[index], ids])).toEqual([
    [undefined, ['a', 'c']],
    [30, ['b', 'e']],
    [90, ['d']],
  ]);
});

test('events of several hours go to several folders, whatever their order', async () => {
  const { results, work } = given();
  await work([
    event('a', '2026-01-02T23:59:59.999Z'),
    event('b', '2026-01-03T00:00:00.000Z'),
    event('c', '2026-01-02T23:00:00.000Z'),
  ]);
  const folders = Object.entries(linesOf(results)).map(([key, ids]) => [key.split('/').slice(1, 3).join('/'), ids]);
  expect(folders).toEqual([
    ['date=2026-01-02/hour=23', ['a', 'c']],
    ['date=2026-01-03/hour=00', ['b']],
  ]);
});

test('a batch too large for memory becomes several objects, each event in one of them', async () => {
  const { results, work } = given();
  const body = { bucket: 'results', key: 'claim-checks/large', bytes: 4 * 1024 * 1024, sha256: 'ab' };
  const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);
  await work(ids.map((id) => event(id, undefined, { body })));
  expect(Object.values(linesOf(results))).toEqual([0, 4, 8, 12, 16].map((from) => ids.slice(from, from + 4)));
});

test('an event whose worker throws fails alone', async () => {
  const { results, work } = given(async ({ id }) => {
    if (id === 'b') throw new Error('not this one');
    return { id };
  });
  const failures = await work([event('a'), event('b'), event('c')]);
  expect([...failures]).toEqual([['message of b', new Error('not this one')]]);
  expect(Object.values(linesOf(results))).toEqual([['a', 'c']]);
});

test('nothing is stored for a batch of which every event failed', async () => {
  const { results, work } = given(() => Promise.reject(new Error('none')));
  expect((await work([event('a'), event('b')])).size).toBe(2);
  expect(results.calls).toEqual([]);
});

test('a write that fails takes its own events with it and no other', async () => {
  const results = memoryObjects();
  const put = results.put.bind(results);
  results.put = (key, ...rest) =>
    key.includes('hour=04') ? Promise.reject(new Error('no bucket')) : put(key, ...rest);
  const failures = await given(byId, results).work([event('a'), event('b', '2026-01-02T04:00:00.000Z'), event('c')]);
  expect([...failures]).toEqual([['message of b', new Error('no bucket')]]);
  expect(Object.values(linesOf(results))).toEqual([['a', 'c']]);
});

test('a worker reads the exact bytes of its event, wherever they are kept', async () => {
  const results = memoryObjects();
  const read: string[] = [];
  const { work } = given(async (_, { readBody }) => read.push((await readBody()).toString('latin1')), results);
  const pointer = await checkInBody(Buffer.from('large'), 'made-up/d', results);
  const bodies = [{ text: 'é' }, { base64: Buffer.from('\xff', 'latin1').toString('base64') }, pointer];
  await work(bodies.map((body, index) => event(`e${index}`, undefined, { body })));
  expect(read.toSorted()).toEqual(['large', '\xc3\xa9', '\xff'].toSorted());
});

test('an event whose body is gone or changed fails alone', async () => {
  const results = memoryObjects();
  const pointer = await checkInBody(Buffer.from('large'), 'made-up/d', results);
  results.stored.set(pointer.key, { bytes: Buffer.from('other') });
  const { work } = given(async ({ id }, { readBody }) => ({ id, bytes: (await readBody()).length }), results);
  const failures = await work([
    event('a'),
    event('changed', undefined, { body: pointer }),
    event('gone', undefined, { body: { ...pointer, key: 'claim-checks/gone' } }),
  ]);
  expect([...failures.keys()]).toEqual(['message of changed', 'message of gone']);
});

test('a worker is told its attempt, the last one, the trace and the time that it has', async () => {
  const told: unknown[] = [];
  const deadline = givenDeadline();
  const worker: Worker<null> = async (_, { readBody: __, ...context }) => {
    told.push(context);
    return null;
  };
  await given(worker, memoryObjects(), deadline).work([{ ...event('a'), attempt: 3, attemptsMax: 7 }]);
  expect(told).toEqual([
    {
      attempt: 3,
      attemptsMax: 7,
      traceparent: TRACEPARENT,
      deadline: deadline.signal,
      remainingMs: deadline.workMs,
      noteDuplicate: expect.any(Function),
    },
  ]);
});

test('at the deadline what is finished is stored, what is under way has failed, and nothing else is started', async () => {
  const deadline = new AbortController();
  const started: string[] = [];
  const worker: Worker<unknown> = async ({ id }) => {
    started.push(id);
    if (id === 'b') await Promise.withResolvers<never>().promise;
    // The second turn is free again once a is done: c ends the time while b still hangs.
    if (id === 'c') deadline.abort();
    return { id };
  };
  const { work, results } = given(worker, memoryObjects(), givenDeadline({ signal: deadline.signal }));
  const late = event('e', '2026-01-02T04:00:00.000Z');
  const failures = await work([event('a'), event('b'), event('c'), event('d'), late]);
  expect(started).toEqual(['a', 'b', 'c']);
  expect(Object.values(linesOf(results))).toEqual([['a']]);
  expect(failures.get('message of b')).toBeInstanceOf(RetryLater);
  expect(String(failures.get('message of b'))).toContain('time ran out');
  expect([failures.get('message of d'), failures.get('message of e')]).toEqual([new NotStarted(), new NotStarted()]);
});

test('a result that is not plain JSON fails its own event and names the place', async () => {
  const { work, results } = given(async ({ id }) => (id === 'b' ? { at: { day: new Date(0) } } : { id }));
  const failures = await work([event('a'), event('b')]);
  expect([...failures]).toEqual([['message of b', new TypeError('Not plain JSON: the result.at.day is a Date')]]);
  expect(Object.values(linesOf(results))).toEqual([['a']]);
});
