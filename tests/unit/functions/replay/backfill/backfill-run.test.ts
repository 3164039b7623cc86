// A whole backfill, as the function carries it out: counted, limited, and gone on with after its death.
import * as fc from 'fast-check';
import * as v from 'valibot';
import { readEvent } from '#shared/messages/event.ts';
import { outcomePageSchema } from '#shared/messages/receipt.ts';
import type { Objects, Queue } from '#shared/ports.ts';
import { givenArchived } from '../../../../support/given-archive.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import { memoryObjects, recordingQueue } from '../../../../support/ports.ts';
import { givenReplay } from '../given-replay.ts';
import { rows } from './given-backfill.ts';

const RUN = 'backfill-of-this-test';
const LEASE_MS = 60_000;
const backfill = { to: 'archive', between: { from: '2026-01-02T00:00:00Z' }, reason: 'a new worker', run: RUN };

/** So many events in objects of ten, and some of them once more. */
async function givenBackfillRun(count: number) {
  const results = memoryObjects();
  const queue = recordingQueue();
  const events = Array.from({ length: count }, (_, index) =>
    givenEvent({ id: `event-${String(index).padStart(4, '0')}`, receivedAt: `2026-01-02T0${index % 3}:00:00.000Z` }),
  );
  const byHour = Map.groupBy(events, ({ receivedAt }) => receivedAt);
  for (const ofHour of byHour.values()) {
    for (let start = 0; start < ofHour.length; start += 10) {
      // oxlint-disable-next-line no-await-in-loop -- their names are in their order
      await givenArchived(results, [...ofHour.slice(start, start + 10), ...ofHour.slice(0, 2)]);
    }
  }
  const sentIds = () => queue.sent.map(({ body }) => readEvent(body).id);
  const outcomeIds = () =>
    [...results.stored]
      .filter(([key]) => /^replay-outcomes\/.*\/\d+\.json$/.test(key))
      .flatMap(([, { bytes }]) => v.parse(outcomePageSchema, JSON.parse(bytes.toString())).outcomes)
      .map(({ id }) => id);
  return { results, queue, sentIds, outcomeIds, ids: events.map(({ id }) => id) };
}

test('a dry run says the number that a run sends, touches nothing, and shows some', async () => {
  const { results, queue, sentIds, ids } = await givenBackfillRun(123);
  const { ask } = await givenReplay([], { results, rows, queueOf: () => queue });
  const before = [...results.stored.keys()];
  const dry = await ask({ backfill: { ...backfill, dryRun: true } });
  expect(dry).toMatchObject({ dryRun: true, matched: 123, succeeded: 123, skipped: 0, failed: 0 });
  expect(dry.sample?.[0]).toEqual({ id: 'archive/event-0000', source: 'stripe-eu', type: 'charge.refunded' });
  expect([...results.stored.keys()]).toEqual(before);
  expect(queue.sent).toEqual([]);

  expect(await ask({ backfill })).toMatchObject({ run: RUN, state: 'finished', matched: 123, succeeded: 123 });
  expect(sentIds().toSorted()).toEqual(ids);
});

test('a limit is kept, and what was named and is not there is told', async () => {
  const { results, queue } = await givenBackfillRun(30);
  const { ask } = await givenReplay([], { results, rows, queueOf: () => queue });
  expect(await ask({ backfill: { ...backfill, limit: 7 } })).toMatchObject({ succeeded: 7 });
  const named = { ...backfill, run: 'another-run', ids: ['event-0001', 'nowhere'] };
  expect(await ask({ backfill: named })).toMatchObject({ state: 'finished', succeeded: 1, skipped: 1 });
});

test('a filter that means little of a long archive needs several calls, each of which begins where the last one ended', async () => {
  const { results, queue, sentIds } = await givenBackfillRun(300);
  const time = { remainingMs: 0 };
  const read: string[] = [];
  const get: Objects['get'] = (key) => {
    if (key.startsWith('archive/')) {
      read.push(key);
      time.remainingMs -= 20_000;
    }
    return results.get(key);
  };
  const { ask } = await givenReplay([], { results: { ...results, get }, rows, queueOf: () => queue }, time);
  const rare = { ...backfill, ids: ['event-0001', 'event-0299'] };
  let calls = 0;
  for (let state = 'unfinished'; state === 'unfinished'; calls += 1) {
    time.remainingMs = 300_000;
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    ({ state } = await ask({ backfill: rare }));
    expect(calls).toBeLessThan(10);
  }
  expect(sentIds().toSorted()).toEqual(['event-0001', 'event-0299']);
  expect(calls).toBeGreaterThan(2);
  // Those of the one object that a call was at, and those that it had fetched ahead.
  expect(read.length).toBeLessThan(new Set(read).size + calls * 10);
});

/** From its n-th call on nothing that it asks for comes. */
function mortal(results: Objects, queue: Queue, callsMax: number) {
  let calls = 0;
  const died = Promise.withResolvers<'dead'>();
  const call = async <Answer>(effect: () => Promise<Answer>): Promise<Answer> => {
    calls += 1;
    if (calls <= callsMax) return effect();
    died.resolve('dead');
    return new Promise<never>(() => undefined);
  };
  const objects: Objects = {
    ...results,
    put: (...args) => call(() => results.put(...args)),
    putIfAbsent: (...args) => call(() => results.putIfAbsent(...args)),
    get: (key) => call(() => results.get(key)),
  };
  return {
    objects,
    queue: { ...queue, sendAll: (messages) => call(() => queue.sendAll(messages)) } satisfies Queue,
    died,
  };
}

test('whenever it dies, whoever goes on sends the rest: none is lost, and each has one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 330 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
      async (count, deaths) => {
        const { results, queue, sentIds, outcomeIds, ids } = await givenBackfillRun(count);
        for (const [index, callsMax] of deaths.entries()) {
          const life = mortal(results, queue, callsMax);
          // oxlint-disable no-await-in-loop -- one life after the other
          const given = await givenReplay([], { results: life.objects, rows, queueOf: () => life.queue });
          given.clock.advance(index * 2 * LEASE_MS);
          await Promise.race([given.ask({ backfill }), life.died.promise]);
          // oxlint-enable no-await-in-loop
        }
        const last = await givenReplay([], { results, rows, queueOf: () => queue });
        last.clock.advance(deaths.length * 2 * LEASE_MS);
        expect(await last.ask({ backfill })).toMatchObject({ state: 'finished', matched: count, failed: 0 });
        expect([...new Set(sentIds())].toSorted()).toEqual(ids);
        expect(outcomeIds().toSorted()).toEqual(ids.map((id) => `archive/${id}`));
        expect(sentIds().length).toBeLessThanOrEqual(count + deaths.length * 300);
      },
    ),
    { numRuns: 40 },
  );
});

/** So many events with bodies of that size; the bytes that each call to the queue holds, and how many bodies are put at once. */
async function givenLargeEvents(count: number, bodyBytes: number) {
  const results = memoryObjects();
  const queue = recordingQueue();
  const events = Array.from({ length: count }, (_, index) =>
    givenEvent({ id: `event-${index}`, body: { text: JSON.stringify({ text: 'x'.repeat(bodyBytes) }) } }),
  );
  await givenArchived(results, events);
  const sentBytes: number[] = [];
  let [putting, puttingMax] = [0, 0];
  const put: Objects['put'] = async (key, ...rest) => {
    const isBody = !key.startsWith('replay');
    if (isBody) puttingMax = Math.max(puttingMax, (putting += 1));
    await new Promise((resolve) => setImmediate(resolve));
    await results.put(key, ...rest);
    if (isBody) putting -= 1;
  };
  const sendAll: Queue['sendAll'] = (messages) => {
    sentBytes.push(messages.reduce((sum, { body }) => sum + body.length, 0));
    return queue.sendAll(messages);
  };
  const { ask, clock, time } = await givenReplay([], {
    results: { ...results, put },
    rows,
    queueOf: () => ({ ...queue, sendAll }),
  });
  const intents = () =>
    [...results.stored]
      .filter(([key]) => key.endsWith('.began.json'))
      .map(([, { bytes }]) => (JSON.parse(bytes.toString()) as { readonly ids: readonly string[] }).ids.length);
  return { ask, results, clock, time, queue, intents, sentBytes, puttingMax: () => puttingMax };
}

test('a page of large messages holds some MB, however many events it might have', async () => {
  const { ask, queue, sentBytes } = await givenLargeEvents(130, 180_000);
  expect(await ask({ backfill })).toMatchObject({ state: 'finished', succeeded: 130 });
  expect(queue.sent).toHaveLength(130);
  expect(Math.max(...sentBytes)).toBeLessThan(8.3 * 1024 * 1024);
});

test('a page of events that are too large for a message has few of them, and one is read at a time', async () => {
  const { ask, intents, puttingMax } = await givenLargeEvents(30, 250_000);
  expect(await ask({ backfill })).toMatchObject({ state: 'finished', succeeded: 30 });
  expect(Math.max(...intents())).toBeLessThanOrEqual(8);
  expect(puttingMax()).toBe(1);
});

test('a page of bodies that are put so slowly that they outlast a turn keeps it, and each event is sent once', async () => {
  const world = await givenLargeEvents(24, 230_000);
  const { results, clock, time } = world;
  const put: Objects['put'] = (key, ...rest) => {
    if (key.startsWith('claim-checks/')) {
      clock.advance(8000);
      time.remainingMs -= 8000;
    }
    return results.put(key, ...rest);
  };
  const slow = await givenReplay([], { results: { ...results, put }, rows, queueOf: () => world.queue, clock }, time);
  expect(await slow.ask({ backfill })).toMatchObject({ state: 'finished', succeeded: 24 });
  expect(world.queue.sent).toHaveLength(24);
});

test('whoever aborts a backfill whose call has died is told what it had begun with, and nothing is sent', async () => {
  const { results, queue } = await givenBackfillRun(20);
  const life = mortal(results, queue, 8);
  const dying = await givenReplay([], { results: life.objects, rows, queueOf: () => life.queue });
  await Promise.race([dying.ask({ backfill }), life.died.promise]);
  const { ask, clock } = await givenReplay([], { results, rows, queueOf: () => queue });
  clock.advance(LEASE_MS + 1000);
  const sent = queue.sent.length;
  const abort = { abort: { run: RUN, reason: 'The wrong worker' } };
  expect(await ask(abort)).toMatchObject({ state: 'aborted', matched: 20, succeeded: 0, unknown: 20 });
  expect(queue.sent).toHaveLength(sent);
});
