import * as fc from 'fast-check';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { Group, GroupsAnswer, GroupsRequest } from '#shared/messages/inspect-request.ts';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import { givenInspect } from './given-inspect.ts';

type World = Awaited<ReturnType<typeof givenInspect>>;

const instant = (seconds: number) => new Date(Date.parse('2026-01-02T00:00:00.000Z') + seconds * 1000).toISOString();

function letter(index: number, fingerprint: string, overrides: Partial<DeadLetter> = {}): DeadLetter {
  const worker = overrides.worker ?? 'archive';
  const failure = givenFailure({
    worker,
    fingerprint,
    firstAt: instant(index),
    lastAt: instant(index),
    message: `Reason ${fingerprint}, ${index}`,
  });
  return givenDeadLetter({ eventId: `event-${index}`, ...overrides, worker, failure });
}

const groupsOf = async ({ inspect }: World, groups: Partial<GroupsRequest> = {}) =>
  (await inspect({ groups })) as GroupsAnswer;

const firstTried = (firstAt: string, one: DeadLetter): DeadLetter => ({ ...one, failure: { ...one.failure, firstAt } });

test('what failed for the same reason is one group, with how many, since when, whom it hurts, and the newest as sample', async () => {
  const world = await givenInspect({
    letters: [
      letter(1, 'bbbb'),
      letter(2, 'aaaa', { type: 'charge.succeeded' }),
      letter(3, 'aaaa', { source: 'stripe-us' }),
      // It was replayed since, and has failed again.
      firstTried(instant(0), letter(4, 'aaaa')),
    ],
  });
  expect(await groupsOf(world)).toEqual({
    groups: [
      {
        worker: 'archive',
        fingerprint: 'aaaa',
        count: 3,
        firstAt: instant(0),
        lastAt: instant(4),
        sample: { id: 'archive/event-4', class: 'exhausted', name: 'Error', message: 'Reason aaaa, 4' },
        sources: { 'stripe-eu': 2, 'stripe-us': 1 },
        types: { 'charge.refunded': 2, 'charge.succeeded': 1 },
        impact: 'Nobody gets what archive does.',
      },
      expect.objectContaining({ fingerprint: 'bbbb', count: 1 }),
    ],
  });
});

test('two workers that fail in the same way are two groups, and one worker alone can be asked for', async () => {
  const world = await givenInspect({ letters: [letter(1, 'aaaa'), letter(2, 'aaaa', { worker: 'ledger' })] });
  const { groups } = await groupsOf(world);
  expect(groups.map(({ worker }) => worker).toSorted()).toEqual(['archive', 'ledger']);
  expect((await groupsOf(world, { from: 'ledger' })).groups).toMatchObject([{ worker: 'ledger', count: 1 }]);
  expect(await groupsOf(world, { state: 'done' })).toEqual({ groups: [] });
});

test('beyond the largest twenty, sources and types are counted together', async () => {
  const letters = Array.from({ length: 30 }, (_, index) =>
    letter(index, 'aaaa', { source: `source-${Math.min(index, 24)}`, type: index === 0 ? 'other' : `type-${index}` }),
  );
  const { groups } = await groupsOf(await givenInspect({ letters }));
  const [{ sources, types }] = groups as [Group];
  expect(Object.keys(sources)).toHaveLength(21);
  expect(sources['source-24']).toBe(6);
  expect(sources['other']).toBe(5);
  expect(Object.values(types).reduce((sum, count) => sum + count, 0)).toBe(30);
});

test('a group whose newest record cannot be read is counted all the same', async () => {
  const world = await givenInspect({ letters: [letter(1, 'aaaa'), letter(2, 'aaaa')] });
  const { item, revision } = world.table.items.get('archive/event-2')!;
  world.table.items.set('archive/event-2', { item: { ...(item as object), v: 2 }, revision });
  const { groups } = await groupsOf(world);
  expect(groups).toMatchObject([{ count: 2, fingerprint: 'aaaa' }]);
  expect(groups[0]).not.toHaveProperty('sample');
});

test('the records themselves are not read, but for one of each group', async () => {
  const letters = Array.from({ length: 200 }, (_, index) => letter(index, index % 2 ? 'aaaa' : 'bbbb'));
  const world = await givenInspect({ letters });
  await groupsOf(world);
  expect(world.table.calls.filter((call) => call.startsWith('get'))).toEqual(['getMany 2']);
});

test('however often the time of a call is over, the parts add up to the whole', async () => {
  const drawn = fc.record({
    worker: fc.constantFrom('archive', 'ledger'),
    fingerprint: fc.constantFrom('a1', 'a2', 'a3'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (all, pageSize) => {
      const letters = all.map(({ worker, fingerprint }, index) => letter(index, fingerprint, { worker }));
      const world = await givenInspect({ letters });
      const whole = await groupsOf(world);
      const query = world.table.query.bind(world.table);
      Object.assign(world.table, {
        query: (asking: Parameters<typeof query>[0]) => {
          world.clock.advance(11_000);
          return query({ ...asking, limit: pageSize });
        },
      });
      const counts = new Map<string, number>();
      let cursor: string | undefined;
      do {
        const part = await groupsOf(world, cursor === undefined ? {} : { cursor });
        for (const { worker, fingerprint, count } of part.groups) {
          const key = `${worker}/${fingerprint}`;
          counts.set(key, (counts.get(key) ?? 0) + count);
        }
        cursor = part.cursor;
      } while (cursor !== undefined);
      expect(counts).toEqual(
        new Map(whole.groups.map(({ worker, fingerprint, count }) => [`${worker}/${fingerprint}`, count])),
      );
      expect(all).toHaveLength([...counts.values()].reduce((sum, count) => sum + count, 0));
    }),
    { numRuns: 60 },
  );
});

test('more groups than an answer holds come in several answers', async () => {
  const letters = Array.from({ length: 2600 }, (_, index) => letter(index, `f${index}`));
  const world = await givenInspect({ letters });
  const first = await groupsOf(world);
  expect(first.groups.length).toBeLessThan(2600);
  const second = await groupsOf(world, { cursor: first.cursor });
  expect(first.groups.length + second.groups.length).toBe(2600);
});

test('a cursor of something else is refused', async () => {
  const world = await givenInspect();
  await expect(groupsOf(world, { cursor: 'bm8' })).rejects.toThrow('groups.cursor: is not the cursor of an answer');
});
