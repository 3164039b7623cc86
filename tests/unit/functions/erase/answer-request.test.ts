import * as fc from 'fast-check';
import { erasureKey } from '#shared/messages/erase-request.ts';
import { givenErasure, type Given } from './given-erasure.ts';

const ADA = "email == 'ada@example.com'";

const givenAll: readonly Given[] = [
  { id: 'a1', email: 'ada@example.com' },
  { id: 'a2', email: 'ada@example.com', isLarge: true, isDeadLetter: true },
  { id: 'a3', email: 'ada@example.com', isUnarchived: true, hour: 5 },
  { id: 'b1', email: 'bob@example.com' },
  { id: 'b2', email: 'bob@example.com', isLarge: true, isDeadLetter: true },
  { id: 'c1', email: 'ada@example.com', source: 'other' },
];

test('events whose body is meant are gone from archive, results, dead letters and large bodies, and from nowhere else', async () => {
  const erasure = givenErasure();
  await erasure.put(givenAll);
  const answer = await erasure.erase({ where: ADA });
  expect(answer).toMatchObject({
    state: 'finished',
    events: 3,
    archiveLines: 2,
    // Of ledger and mail; a2 has none of mail.
    results: 5,
    deadLetters: 2,
    claimChecks: 1,
    entriesKept: 3,
    undecided: 0,
    unreadable: 0,
    waiting: { mail: 2 },
  });
  const kept = givenErasure();
  await kept.put(givenAll.filter(({ id }) => !['a1', 'a2', 'a3'].includes(id)));
  const books = ['a1', 'a2', 'a3'].map((id) => `ledger/entries/${id}.json`);
  expect(erasure.kept()).toEqual([...kept.kept(), ...books].toSorted());
});

test('a dry run counts the same, and writes nothing', async () => {
  const erasure = givenErasure();
  await erasure.put(givenAll);
  const before = new Map(erasure.results.stored);
  const { dryRun, ...foreseen } = await erasure.erase({ where: ADA, dryRun: true });
  expect(dryRun).toBe(true);
  expect(new Map(erasure.results.stored)).toEqual(before);
  expect(erasure.table.calls.filter((call) => /^(?:remove|put) /.test(call))).toHaveLength(3);
  const { erasure: _, ...erased } = await erasure.erase({ where: ADA });
  expect(foreseen).toEqual(erased);
});

test('the receipt says who, why, what and how much, and neither bodies nor what somebody wants to be forgotten', async () => {
  const erasure = givenErasure();
  await erasure.put(givenAll);
  await erasure.erase({ where: ADA, identity: { url: 'https://sts.amazonaws.com/', headers: {} } });
  const text = erasure.results.stored.get(erasureKey('erasure-1'))?.bytes.toString() ?? '';
  expect(JSON.parse(text)).toMatchObject({
    state: 'finished',
    who: { arn: 'arn:aws:iam::1:user/ada' },
    reason: 'somebody asked',
    selection: { sources: ['shop'], where: "email == '…'" },
    events: 3,
    waiting: { mail: 2 },
  });
  const pages = [...erasure.results.stored.keys()].filter((key) => key.startsWith('erasures/erasure-1/'));
  const ids = pages.flatMap(
    (key) => JSON.parse(erasure.results.stored.get(key)?.bytes.toString() ?? '').ids as string[],
  );
  expect(new Set(ids)).toEqual(new Set(['a1', 'a2', 'a3']));
  expect(text + JSON.stringify(erasure.log.lines)).not.toContain('ada@example.com');
});

test('a call whose time is over says how far it came, and each one gets further', async () => {
  const erasure = givenErasure();
  for (const hour of [1, 2, 3])
    await erasure.put([
      { id: `a${hour}`, hour },
      { id: `b${hour}`, hour, source: 'other' },
    ]);
  const places = new Set<string>();
  let answer = await erasure.erase({ all: true }, [300_000, 1000]);
  while (answer.state === 'unfinished' && places.size < 200) {
    places.add(answer.reached ?? '');
    answer = await erasure.erase({ all: true }, [300_000, 1000]);
  }
  expect(answer).toMatchObject({ state: 'finished', events: 3, archiveLines: 3, results: 6 });
  expect([...places].some((place) => place.includes('hour=02'))).toBe(true);
  expect(answer.isAtLeast).toBeUndefined();
  expect(erasure.kept().filter((kept) => kept.includes('"id":"a'))).toEqual([]);
});

test('the same name for something else is refused, and a finished one erases nothing more', async () => {
  const erasure = givenErasure();
  await erasure.put(givenAll);
  await erasure.erase({ ids: ['a1'] });
  await erasure.put([{ id: 'a1' }]);
  expect(await erasure.erase({ ids: ['a1'] })).toMatchObject({ state: 'finished', archiveLines: 1 });
  expect(erasure.kept().join()).toContain('"id":"a1"');
  await expect(erasure.erase({ ids: ['b1'] })).rejects.toThrow('asked for something else');
});

test.each([
  [{}, /says either all, or at least one/],
  [{ all: true as const, ids: ['a'] }, /says either all, or at least one/],
  [{ all: true as const, reason: undefined }, /needs a reason/],
  [{ where: 'a ==' }, /where: .* at column/],
])('%j is refused before anything is read', async (asked, why) => {
  const erasure = givenErasure();
  await expect(erasure.erase(asked)).rejects.toThrow(why);
  expect(erasure.results.calls).toEqual([]);
});

test('the rest of an object is kept no longer than it would have been, as near as the offered times allow', async () => {
  const erasure = givenErasure();
  await erasure.put([
    { id: 'a', retentionDays: 90 },
    { id: 'b', retentionDays: 90 },
    { id: 'c', hour: 4 },
    { id: 'd', hour: 4 },
  ]);
  await erasure.erase({ ids: ['a', 'c'] });
  const kept = [...erasure.results.stored].filter(([key]) => key.startsWith('archive/'));
  // Thirty of its ninety days are over, and 370 of the others' are left.
  expect(kept.map(([, { retentionDays }]) => retentionDays)).toEqual([90, undefined]);
});

test('an object that is damaged is counted and stays as it is', async () => {
  const erasure = givenErasure();
  await erasure.put(givenAll);
  const damaged = Buffer.from('no gzip');
  erasure.results.stored.set('archive/date=2026-01-02/hour=03/damaged.ndjson.gz', { bytes: damaged });
  expect(await erasure.erase({ ids: ['a1'] })).toMatchObject({ unreadable: 1, archiveLines: 1 });
  expect(erasure.results.stored.get('archive/date=2026-01-02/hour=03/damaged.ndjson.gz')?.bytes).toEqual(damaged);
});

const isMeant = ({ source, email }: Given) => source === 'shop' && email === 'ada@example.com';

const anyGiven = fc.record({
  source: fc.constantFrom('shop', 'other'),
  hour: fc.integer({ min: 0, max: 2 }),
  email: fc.constantFrom('ada@example.com', 'bob@example.com'),
  isLarge: fc.boolean(),
  isUnarchived: fc.boolean(),
  isDeadLetter: fc.boolean(),
});

test('whatever there is, and wherever calls die: in the end what was not meant is there, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyGiven, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
      async (objects, deaths) => {
        let number = 0;
        const named = objects.map((object) => object.map((one) => ({ ...one, id: `id${(number += 1)}` })));
        const [erasure, expected] = [givenErasure(), givenErasure()];
        for (const object of named) {
          await erasure.put(object);
          await expected.put(object.filter((one) => !isMeant(one)));
        }
        const books = named
          .flat()
          .filter(isMeant)
          .map(({ id }) => `ledger/entries/${id}.json`);
        for (const calls of deaths) {
          erasure.dieAfter(calls);
          await erasure.erase({ where: ADA }).catch((error: Error) => {
            if (error.message !== 'The function died') throw error;
          });
        }
        erasure.dieAfter(Infinity);
        expect((await erasure.erase({ where: ADA })).state).toBe('finished');
        expect(erasure.kept()).toEqual([...expected.kept(), ...books].toSorted());
      },
    ),
    { numRuns: 40 },
  );
});
