import * as fc from 'fast-check';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { CountAnswer, InspectRequest, ListAnswer } from '#shared/messages/inspect-request.ts';
import { givenDeadLetter, givenFailure } from '../../../support/given-dead-letters.ts';
import { givenInspect } from './given-inspect.ts';

type List = NonNullable<InspectRequest['list']>;
type World = Awaited<ReturnType<typeof givenInspect>>;

const instant = (seconds: number) => new Date(Date.parse('2026-01-02T00:00:00.000Z') + seconds * 1000).toISOString();

const letterOf = (index: number, { worker, second, fingerprint, source, type, attempts, name }: Drawn): DeadLetter =>
  givenDeadLetter({
    worker,
    eventId: `event-${index}`,
    deliveryId: `delivery-${index % 3}`,
    source,
    type,
    body: JSON.stringify({ v: 1, source, headers: {}, contentType: '', body: { text: `{"number":${index}}` } }),
    failure: givenFailure({ worker, fingerprint, lastAt: instant(second), attempts, name }),
  });

const drawn = fc.record({
  worker: fc.constantFrom('dispatch', 'archive', 'ledger'),
  // Few instants, so that many fail in the same one.
  second: fc.integer({ min: 0, max: 6 }),
  fingerprint: fc.constantFrom('aaaa', 'bbbb'),
  source: fc.constantFrom('stripe', 'github'),
  type: fc.constantFrom('push', 'paid'),
  attempts: fc.constantFrom(undefined, 1, 5, 10),
  name: fc.constantFrom('TypeError', 'RangeError'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

const choice: fc.Arbitrary<Choice> = fc.record(
  {
    from: fc.constantFrom('archive', 'ledger'),
    ids: fc.uniqueArray(
      fc.nat(30).map((index) => `event-${index}`),
      { minLength: 1, maxLength: 20 },
    ),
    deliveries: fc.constantFrom(['delivery-1'], ['delivery-0', 'delivery-2']),
    fingerprints: fc.constantFrom(['aaaa'], ['bbbb', 'aaaa', 'nowhere']),
    sources: fc.constant(['stripe']),
    types: fc.constant(['push', 'other']),
    between: fc.constantFrom(
      { from: '2026-01-02T00:00:02Z' },
      { from: instant(1), until: '2026-01-02T01:00:04+01:00' },
    ),
    attempts: fc.constantFrom({ min: 5 }, { min: 1, max: 5 }),
    text: fc.constantFrom('range', 'EVENT-1'),
    where: fc.constantFrom('number > `10`', 'number == `3`'),
  },
  { requiredKeys: [] },
);
interface Choice {
  readonly from?: string;
  readonly ids?: readonly string[];
  readonly deliveries?: readonly string[];
  readonly fingerprints?: readonly string[];
  readonly sources?: readonly string[];
  readonly types?: readonly string[];
  readonly between?: { readonly from?: string; readonly until?: string };
  readonly attempts?: { readonly min?: number; readonly max?: number };
  readonly text?: string;
  readonly where?: string;
}

/** The same once more, as simply as it can be said. */
function isMeant(letter: DeadLetter, index: number, asked: Choice): boolean {
  const { failure } = letter;
  const { from, until } = asked.between ?? {};
  return [
    asked.from === undefined || letter.worker === asked.from,
    asked.ids?.includes(letter.eventId) ?? true,
    asked.deliveries?.includes(letter.deliveryId ?? '') ?? true,
    asked.fingerprints?.includes(failure.fingerprint) ?? true,
    asked.sources?.includes(letter.source ?? '') ?? true,
    asked.types?.includes(letter.type ?? '') ?? true,
    from === undefined || Date.parse(failure.lastAt) >= Date.parse(from),
    until === undefined || Date.parse(failure.lastAt) < Date.parse(until),
    !asked.attempts || (failure.attempts ?? -1) >= (asked.attempts.min ?? 0),
    !asked.attempts || (failure.attempts ?? Infinity) <= (asked.attempts.max ?? 1000),
    asked.text !== 'range' || failure.name === 'RangeError',
    asked.text !== 'EVENT-1' || letter.eventId.includes('event-1'),
    asked.where !== 'number > `10`' || index > 10,
    asked.where !== 'number == `3`' || index === 3,
  ].every(Boolean);
}

async function listAll({ inspect }: World, list: List, betweenPages: () => Promise<void> = async () => {}) {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await inspect({ list: { ...list, ...(cursor !== undefined && { cursor }) } })) as ListAnswer;
    expect(page.deadLetters.length).toBeLessThanOrEqual(list.limit ?? 50);
    seen.push(...page.deadLetters.map(({ id }) => id));
    cursor = page.cursor;
    await betweenPages();
  } while (cursor !== undefined);
  return seen;
}

const asked = (selection: Choice) =>
  (Object.keys(selection).some((key) => key !== 'from') ? selection : { ...selection, all: true }) as List;

test('whatever is asked for, the pages together have exactly what is meant, in the order of time, and the count is theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { maxLength: 30 }),
      choice,
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (letters, selection, limit, newestFirst) => {
        const all = letters.map((one, index) => letterOf(index, one));
        const world = await givenInspect({ letters: all });
        const seen = await listAll(world, { ...asked(selection), limit, newestFirst });
        const meant = all.filter((letter, index) => isMeant(letter, index, selection));
        expect(seen.toSorted()).toEqual(meant.map(({ id }) => id).toSorted());
        const times = seen.map((id) => all.find((letter) => letter.id === id)?.failure.lastAt ?? '');
        const sorted = newestFirst ? times.toSorted().toReversed() : times.toSorted();
        expect(times).toEqual(selection.ids ? times : sorted);
        const { count } = (await world.inspect({ count: asked(selection) })) as CountAnswer;
        expect(count).toBe(meant.length);
      },
    ),
    { numRuns: 150 },
  );
});

test('while others are closed between the pages, what stays open is listed once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(29), { maxLength: 15 }),
      async (letters, limit, closed) => {
        // Each in an instant of its own: of one that left the index only its time is known.
        const all = letters.map((one, index) => letterOf(index, { ...one, second: (index * 7) % 31 }));
        const world = await givenInspect({ letters: all });
        const left = [...new Set(closed)];
        const closeNext = async () => {
          const stored = await world.store.get(all[left.pop() ?? -1]?.id ?? 'nowhere');
          if (stored) await world.store.put({ ...stored.record, state: 'discarded' } as DeadLetter, stored.revision);
        };
        const seen = await listAll(world, { sources: ['stripe', 'github'], limit }, closeNext);
        expect(new Set(seen).size).toBe(seen.length);
        const stays = all.filter((_, index) => !closed.includes(index)).map(({ id }) => id);
        expect(seen).toEqual(expect.arrayContaining(stays));
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  ['by the index of groups', { sources: ['stripe'] }],
  ['one after the other', { attempts: { min: 1 } }],
])('a count %s whose time is over answers with what it has, and the next one goes on', async (_, way) => {
  const letters = Array.from({ length: 2500 }, (_, index) =>
    letterOf(index, {
      worker: 'archive',
      second: index,
      fingerprint: 'aaaa',
      source: 'stripe',
      type: 'push',
      attempts: 1,
      name: 'TypeError',
    }),
  );
  const { inspect, clock, table } = await givenInspect({ letters });
  const query = table.query.bind(table);
  Object.assign(table, {
    query: (asking: Parameters<typeof query>[0]) => {
      clock.advance(11_000);
      return query(asking);
    },
  });
  const first = (await inspect({ count: way })) as CountAnswer;
  expect(first.cursor).toBeDefined();
  expect(first.count).toBeLessThan(2500);
  let { count, cursor } = first;
  while (cursor !== undefined) {
    const next = (await inspect({ count: { ...way, cursor } })) as CountAnswer;
    count += next.count;
    cursor = next.cursor;
  }
  expect(count).toBe(2500);
});

test('a page is full by its bytes before it is by its number, and the rest comes with the next', async () => {
  const message = 'é'.repeat(9000);
  const letters = Array.from({ length: 400 }, (_, index) =>
    givenDeadLetter({ eventId: `event-${index}`, failure: givenFailure({ message }) }),
  );
  const world = await givenInspect({ letters });
  const page = (await world.inspect({ list: { all: true, limit: 500 } })) as ListAnswer;
  expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(5 * 1024 * 1024);
  expect(page.cursor).toBeDefined();
  expect(await listAll(world, { all: true, limit: 500 })).toHaveLength(400);
});

test('a wrong expression is refused with its column before anything is read', async () => {
  const { inspect, table } = await givenInspect();
  await expect(inspect({ list: { where: 'amount >> `3`' } })).rejects.toThrow(/where: .* at column \d+/);
  expect(table.calls).toEqual([]);
});

const carried = (body: object) => JSON.stringify({ v: 1, source: 's', headers: {}, contentType: '', body });

test('a large body that is gone is counted and hides no other dead letter', async () => {
  const pointer = { bucket: 'results', key: 'claim-checks/a', bytes: 9, sha256: 'ab' };
  const { inspect } = await givenInspect({
    letters: [
      givenDeadLetter({ eventId: 'gone', body: carried(pointer) }),
      givenDeadLetter({ eventId: 'there', body: carried({ text: '{"number":1}' }) }),
    ],
  });
  expect(await inspect({ list: { where: 'number' } })).toMatchObject({
    deadLetters: [{ eventId: 'there' }],
    unreadable: 1,
  });
});
