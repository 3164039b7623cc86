// A call of replay dies between any two calls of its own, and whoever asks again goes on: nothing is lost, and nothing doubled.
import * as fc from 'fast-check';
import { updateRecord } from '#shared/dead-letters/update-record.ts';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { outcomePageSchema, receiptSchema, type RunOutcome } from '#shared/messages/receipt.ts';
import { readReplayMark } from '#shared/messages/replay-mark.ts';
import type { Objects, Queue } from '#shared/ports.ts';
import * as v from 'valibot';
import { recordOf } from '../../../../../functions/keeper/record-of.ts';
import { givenFailure } from '../../../../support/given-dead-letters.ts';
import { memoryObjects, recordingQueue } from '../../../../support/ports.ts';
import { givenReplay, numbered } from '../given-replay.ts';

const NAME = 'run-of-this-test';
/** Until then whoever died held the run, and its dead letters. */
const LEASE_MS = 60_000;

interface Crash {
  /** Before or after the effect of which call. */
  readonly at: number;
  readonly hasEffect: boolean;
}

/** What one call of the function does its work with; once it is dead nothing that it asks for comes. */
function mortal({ at, hasEffect }: Crash) {
  let calls = 0;
  let isDead = false;
  const died = Promise.withResolvers<'dead'>();
  const never = new Promise<never>(() => undefined);
  const call = async <Answer>(effect: () => Promise<Answer>): Promise<Answer> => {
    if (isDead) return never;
    if (calls++ !== at) {
      const answer = await effect();
      return isDead ? never : answer;
    }
    isDead = true;
    if (hasEffect) await effect();
    died.resolve('dead');
    return never;
  };
  return { call, died: died.promise };
}

type Mortal = ReturnType<typeof mortal>;

function mortalStore(store: DeadLetterStore, { call }: Mortal): DeadLetterStore {
  return {
    ...store,
    get: (id) => call(() => store.get(id)),
    getMany: (ids) => call(() => store.getMany(ids)),
    page: (query) => call(() => store.page(query)),
    put: (...args) => call(() => store.put(...args)),
    changeAll: (changes) => call(() => store.changeAll(changes)),
  };
}

const mortalObjects = (objects: Objects, { call }: Mortal): Objects => ({
  ...objects,
  put: (...args) => call(() => objects.put(...args)),
  putIfAbsent: (...args) => call(() => objects.putIfAbsent(...args)),
  get: (key) => call(() => objects.get(key)),
});

/** What was sent fails again at times, and is recorded before anybody closes it. */
function queueThatFails(store: DeadLetterStore) {
  const queue = recordingQueue();
  const failing: Queue = {
    ...queue,
    async sendAll(messages) {
      const errors = await queue.sendAll(messages);
      for (const { body, attributes } of messages) {
        const { id } = JSON.parse(body) as { readonly id: string };
        const { run, count } = readReplayMark(attributes['replay'] ?? '');
        if (!failsAgain(id)) continue;
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await updateRecord(store, {
          id: `archive/${id}`,
          expected: 'unknown',
          decide: (kept) => {
            if (!kept || !isDeadLetter(kept)) throw new Error('It is not there');
            const failure = givenFailure({ lastAt: '2026-01-05T00:00:00.000Z' });
            return recordOf(kept, { ...kept, state: 'open', replays: count, run, failure }, 10);
          },
        });
      }
      return errors;
    },
  };
  return { queue, failing };
}

async function given(count: number) {
  const letters = numbered(count).map((letter) => ({ ...letter, body: JSON.stringify({ v: 1, id: letter.eventId }) }));
  const world = await givenReplay(letters);
  const { store, clock } = world;
  const results = memoryObjects();
  const { queue, failing } = queueThatFails(store);
  const request = { run: NAME, from: 'archive', all: true, reason: 'The shop is open again' };

  /** One call; of one that dies nobody hears. */
  const ask = async (crash: Crash) => {
    const life = mortal(crash);
    const { replay } = await givenReplay([], {
      store: mortalStore(store, life),
      queueOf: () => ({ ...failing, sendAll: (messages) => life.call(() => failing.sendAll(messages)) }),
      results: mortalObjects(results, life),
      clock,
    });
    const outcome = await Promise.race([replay(request), life.died]);
    clock.advance(LEASE_MS);
    return outcome;
  };
  const pages = (): readonly (readonly RunOutcome[])[] =>
    [...results.stored]
      .filter(([key]) => /^replay-outcomes\/.*\/\d+\.json$/.test(key))
      .map(([, { bytes }]) => v.parse(outcomePageSchema, JSON.parse(bytes.toString())).outcomes);
  const receipt = () =>
    v.parse(receiptSchema, JSON.parse(results.stored.get(`replays/${NAME}.json`)!.bytes.toString()));
  return { ask, store, queue, pages, receipt };
}

const failsAgain = (id: string) => Number(id.replace('event-', '')) % 7 === 3;
const LIVES_ON: Crash = { at: Infinity, hasEffect: true };
const crash = fc.record({ at: fc.nat(60), hasEffect: fc.boolean() });

test('a run that dies anywhere, and again, ends complete once somebody goes on with it', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 350 }), fc.array(crash, { maxLength: 4 }), async (count, crashes) => {
      const { ask, store, queue, pages, receipt } = await given(count);
      // oxlint-disable-next-line no-await-in-loop -- one life after the other
      for (const next of crashes) await ask(next);
      expect(await ask(LIVES_ON)).toMatchObject({ state: 'finished', matched: count, succeeded: count });

      const outcomes = pages().flat();
      expect(outcomes).toHaveLength(count);
      expect(new Set(outcomes.map(({ id }) => id)).size).toBe(count);
      expect(receipt()).toMatchObject({ state: 'finished', matched: count, succeeded: count, skipped: 0, failed: 0 });
      expect(receipt().pages).toBe(pages().length);

      // Sent again only under the same count, so that markers make one effect of both; and never what failed since.
      const marks = queue.sent.map(({ attributes }) => readReplayMark(attributes['replay'] ?? ''));
      expect(new Set(marks.map(({ count: generation }) => generation))).toEqual(new Set([1]));
      expect(new Set(queue.sent.map(({ body }) => body)).size).toBe(count);
      expect(queue.sent.length).toBeLessThanOrEqual(count + crashes.length * 300);
      for (let index = 0; index < count; index += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const record = (await store.get(`archive/event-${index}`))?.record;
        expect(record).toMatchObject({ state: failsAgain(`event-${index}`) ? 'open' : 'replayed', replays: 1 });
      }
    }),
    // What it had sent fails again between the look and the claim of whoever goes on.
    { numRuns: 40, examples: [[102, [{ at: 8, hasEffect: false }]]] },
  ));
