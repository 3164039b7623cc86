// Looking for what is meant takes long where little of it is: all the same a run ends in time, keeps its turn, and can be aborted.
import { inlineBody } from '#shared/messages/body.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { givenFailure } from '../../../../support/given-dead-letters.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import { givenReplay, numbered } from '../given-replay.ts';

const RUN = 'run-of-this-test';
const all = { run: RUN, from: 'archive', all: true, reason: 'The shop is open again' } as const;
const SECOND_MS = 1000;

/** Before its dead letters the index of the open ones has so many pages in which nothing is meant. */
async function givenEmptyPages(count: number, onPage: (read: number) => Promise<void> | void) {
  const world = await givenReplay(numbered(5));
  let read = 0;
  const page: DeadLetterStore['page'] = async ({ after, ...query }) => {
    const isAtFirst = after === undefined || query.state === 'open';
    if (query.state !== 'open' || read === count) return world.store.page({ ...query, ...(!isAtFirst && { after }) });
    read += 1;
    await onPage(read);
    return { deadLetters: [], unreadable: [], next: String(read) };
  };
  const { store, results, clock, queue, time } = world;
  const looking = await givenReplay([], { store: { ...store, page }, results, clock, queueOf: () => queue }, time);
  return { ...world, looking };
}

test('a run that finds nothing for long ends before its time is over, and says that there may be more', async () => {
  const { looking, time } = await givenEmptyPages(1000, () => void (time.remainingMs -= SECOND_MS));
  expect(await looking.replay(all)).toMatchObject({ state: 'unfinished', matched: 0 });
  expect(time.remainingMs).toBeGreaterThan(40_000);
});

test('so does a dry run', async () => {
  const { looking, time } = await givenEmptyPages(1000, () => void (time.remainingMs -= SECOND_MS));
  const { run: _, ...asked } = all;
  expect(await looking.replay({ ...asked, dryRun: true })).toMatchObject({ state: 'unfinished', isPartial: true });
  expect(time.remainingMs).toBeGreaterThan(40_000);
});

test('so does one that reads record after record and finds no body that is meant', async () => {
  const time = { remainingMs: 300_000 };
  const { store, results, clock } = await givenReplay(numbered(1000));
  const getMany: DeadLetterStore['getMany'] = (ids) => {
    time.remainingMs -= 40 * SECOND_MS;
    return store.getMany(ids);
  };
  const { replay } = await givenReplay([], { store: { ...store, getMany }, results, clock }, time);
  const { all: _, ...asked } = all;
  expect(await replay({ ...asked, where: 'nothing' })).toMatchObject({ state: 'unfinished' });
  expect(time.remainingMs).toBeGreaterThan(0);
});

test('a run keeps its turn while it finds nothing', async () => {
  let told: unknown;
  const { looking, ask, clock, queue } = await givenEmptyPages(120, async (read) => {
    clock.advance(SECOND_MS);
    if (read === 100) told = await ask({ resume: { run: RUN } });
  });
  expect(await looking.replay(all)).toMatchObject({ state: 'finished', succeeded: 5 });
  expect(told).toMatchObject({ state: 'running' });
  expect(queue.sent).toHaveLength(5);
});

test('a run that is aborted while it finds nothing sends nothing any more', async () => {
  const { looking, ask, clock, queue, receipt } = await givenEmptyPages(120, async (read) => {
    clock.advance(SECOND_MS);
    if (read === 100) await ask({ abort: { run: RUN, reason: 'The wrong ones' } });
  });
  expect(await looking.replay(all)).toMatchObject({ state: 'aborted', succeeded: 0 });
  expect(receipt(RUN)).toMatchObject({ state: 'aborted', aborted: { reason: 'The wrong ones' } });
  expect(queue.sent).toEqual([]);
});

test('whoever looked for so long at a time that its turn has passed leaves the run to who has taken over', async () => {
  const { looking, ask, clock, receipt, outcomes } = await givenEmptyPages(1, async () => {
    clock.advance(61 * SECOND_MS);
    expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', succeeded: 5 });
  });
  expect(await looking.ask({ discard: all })).toMatchObject({ state: 'finished', succeeded: 5 });
  expect(receipt(RUN)).toMatchObject({ state: 'finished', matched: 5 });
  expect(outcomes(RUN)).toHaveLength(5);
});

test('where nobody has taken over, whoever asks is told to ask again, and the run goes on', async () => {
  const { looking, ask, clock, queue } = await givenEmptyPages(1, () => clock.advance(61 * SECOND_MS));
  expect(await looking.replay(all)).toMatchObject({ state: 'running' });
  expect(queue.sent).toEqual([]);
  expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', succeeded: 5 });
});

test.each(['discard', 'replay'] as const)(
  'a call that hangs between its intent and its first write for longer than its turn does nothing more: %s',
  async (kind) => {
    const world = await givenReplay(numbered(5));
    const { store, results, clock, queue, ask, receipt } = world;
    const getMany: DeadLetterStore['getMany'] = (ids) => {
      clock.advance(61 * SECOND_MS);
      return store.getMany(ids);
    };
    const hung = await givenReplay([], { store: { ...store, getMany }, results, clock, queueOf: () => queue });
    expect(await hung.ask({ [kind]: all })).toMatchObject({ state: 'running' });
    expect(queue.sent).toEqual([]);
    expect(await ask({ resume: { run: RUN } })).toMatchObject({ state: 'finished', matched: 5, succeeded: 5 });
    expect(receipt(RUN)).toMatchObject({ matched: 5 });
  },
);

/** A thousand dead letters of which every hundredth is meant, and for each hundred that are read 40 s are gone. */
async function givenLongSearch(kind: 'replay' | 'discard', which: object) {
  const time = { remainingMs: 0 };
  const letters = numbered(1000).map((one, index) => ({
    ...one,
    body: JSON.stringify({
      ...givenEvent({ id: one.eventId, body: inlineBody(Buffer.from(JSON.stringify({ index }))) }),
    }),
  }));
  const { store, results, clock, queue, receipt, outcomes } = await givenReplay(letters);
  const read: string[] = [];
  const getMany: DeadLetterStore['getMany'] = (ids) => {
    read.push(...ids);
    time.remainingMs -= 40 * SECOND_MS;
    return store.getMany(ids);
  };
  const slow = await givenReplay([], { store: { ...store, getMany }, results, clock, queueOf: () => queue }, time);
  const { all: _, ...asked } = all;
  const where = 'contains([`0`, `100`, `200`, `300`, `400`, `500`, `600`, `700`, `800`, `900`], index)';
  const call = () => {
    time.remainingMs = 300_000;
    return slow.ask({ [kind]: { ...asked, ...which, where } });
  };
  return { call, read, receipt, outcomes };
}

test.each([
  ['replay', { sources: ['stripe-eu'] }],
  ['discard', { sources: ['stripe-eu'] }],
  ['replay', { fingerprints: [givenFailure().fingerprint] }],
  ['replay', { ids: Array.from({ length: 1000 }, (_, index) => `event-${index}`) }],
] as const)(
  'a %s that needs several calls to read what it searches begins each where the last one ended: %j',
  async (kind, which) => {
    const { call, read, receipt, outcomes } = await givenLongSearch(kind, which);
    let calls = 0;
    for (let state = 'unfinished'; state === 'unfinished'; calls += 1) {
      expect(calls).toBeLessThan(5);
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      ({ state = 'none' } = await call());
    }
    expect(calls).toBeGreaterThan(1);
    expect(receipt(RUN)).toMatchObject({ state: 'finished', matched: 10, succeeded: 10 });
    expect(outcomes(RUN)).toHaveLength(10);
    // Beside what a call had read of the page that it did not end.
    expect(read.length).toBeLessThanOrEqual(1000 + calls * 100);
  },
);

test('what another run held when its page was looked at is met by the next call', async () => {
  const held = { state: 'replaying', run: 'another', claimedUntil: '2026-01-02T23:00:00.000Z' } as const;
  const [first, ...others] = numbered(250, held);
  const { store, results, clock, queue } = await givenReplay([
    { ...first!, claimedUntil: '2026-01-03T00:00:30.000Z' },
    ...others,
  ]);
  const time = { remainingMs: 300_000 };
  let reads = 0;
  const page: DeadLetterStore['page'] = (query) => {
    if (query.state === 'replaying' && (reads += 1) === 3) time.remainingMs = 10_000;
    return store.page({ ...query, limit: 100 });
  };
  const looking = await givenReplay([], { store: { ...store, page }, results, clock, queueOf: () => queue }, time);
  expect(await looking.replay(all)).toMatchObject({ state: 'unfinished' });
  clock.advance(120 * SECOND_MS);
  time.remainingMs = 300_000;
  expect(await looking.ask({ resume: { run: RUN } })).toMatchObject({
    state: 'finished',
    matched: 250,
    succeeded: 250,
  });
  expect(queue.sent).toHaveLength(250);
});
