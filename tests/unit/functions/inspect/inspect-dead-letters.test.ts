import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { InspectRequest, ListAnswer } from '#shared/messages/inspect-request.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../support/given-dead-letters.ts';
import { givenInspect } from './given-inspect.ts';

async function given(letters: readonly (DeadLetter | ReturnType<typeof givenStub>)[]) {
  const world = await givenInspect({ letters });
  const { inspect } = world;
  return { ...world, list: (list: NonNullable<InspectRequest['list']>) => inspect({ list }) as Promise<ListAnswer> };
}

const letter = (eventId: string, seconds: number, overrides: Partial<DeadLetter> = {}) => {
  const lastAt = new Date(Date.parse('2026-01-02T00:00:00.000Z') + seconds * 1000).toISOString();
  const failure = givenFailure({ lastAt, ...overrides.failure });
  return givenDeadLetter({ eventId, ...overrides, failure: { ...failure, lastAt } });
};
const withFingerprint = (eventId: string, seconds: number, fingerprint: string) =>
  letter(eventId, seconds, { failure: givenFailure({ fingerprint }) });

const eventIds = ({ deadLetters }: ListAnswer) => deadLetters.map(({ eventId }) => eventId);
const twelve = Array.from({ length: 12 }, (_, index) => letter(`event-${index}`, index));

test('a list has the open ones of one worker, the oldest failure first, and no message', async () => {
  const { list } = await given([
    letter('late', 9),
    letter('early', 1),
    letter('closed', 2, { state: 'replayed' }),
    letter('other', 3, { worker: 'ledger', id: 'ledger/other' }),
  ]);
  const answer = await list({ from: 'archive', all: true });
  expect(eventIds(answer)).toEqual(['early', 'late']);
  expect(answer).not.toHaveProperty('cursor');
  for (const deadLetter of answer.deadLetters) {
    expect(deadLetter).not.toHaveProperty('body');
    expect(deadLetter).not.toHaveProperty('attributes');
  }
});

test.each([
  ['all', { all: true }],
  ['ids', { ids: twelve.map(({ eventId }) => eventId) }],
  ['fingerprints', { fingerprints: ['00112233aabbccdd', 'ffff'] }],
] as const)('%s: the pages together have each once', async (_, way) => {
  const { list } = await given(
    [...twelve, withFingerprint('last', 20, 'ffff')].filter(
      ({ eventId }) => 'fingerprints' in way || eventId !== 'last',
    ),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page: ListAnswer = await list({
      from: 'archive',
      ...way,
      ids: 'ids' in way ? [...way.ids] : undefined,
      limit: 5,
      cursor,
    } as NonNullable<InspectRequest['list']>);
    expect(page.deadLetters.length).toBeLessThanOrEqual(5);
    seen.push(...eventIds(page));
    cursor = page.cursor;
  } while (cursor !== undefined);
  const expected = twelve.map(({ eventId }) => eventId);
  expect(seen).toEqual('fingerprints' in way ? [...expected, 'last'] : expected);
});

test('newest first, and another state', async () => {
  const { list } = await given([letter('a', 1, { state: 'done' }), letter('b', 2, { state: 'done' }), letter('c', 3)]);
  expect(eventIds(await list({ from: 'archive', all: true, state: 'done', newestFirst: true }))).toEqual(['b', 'a']);
});

test('ids are those of events; what is not there or in another state is left out', async () => {
  const { list } = await given([
    letter('a', 1),
    letter('b', 2, { state: 'done' }),
    givenStub({ id: 'archive/c', eventId: 'c' }),
  ]);
  expect(eventIds(await list({ from: 'archive', ids: ['b', 'a', 'nowhere'] }))).toEqual(['a']);
  expect(eventIds(await list({ from: 'archive', ids: ['b', 'c'], state: 'done' }))).toEqual(['b']);
});

test.each([
  [{ all: true }, 12],
  [{ ids: ['event-1', 'event-2', 'nowhere'] }, 2],
  [{ fingerprints: ['00112233aabbccdd'] }, 12],
  [{ all: true, state: 'done' }, 0],
])('the count of %j is exact', async (way, count) => {
  const { inspect } = await given(twelve);
  expect(await inspect({ count: { from: 'archive', ...way } })).toEqual({ count });
});

test('an event id alone shows the dead letters of every worker, with an id only that one', async () => {
  const { inspect } = await given([
    letter('a', 1),
    letter('a', 1, { worker: 'ledger', id: 'ledger/a' }),
    letter('b', 1),
  ]);
  expect(await inspect({ show: { id: 'a' } })).toMatchObject({
    deadLetters: [{ id: 'archive/a' }, { id: 'ledger/a' }],
  });
  expect(await inspect({ show: { id: 'ledger/a' } })).toMatchObject({ deadLetters: [{ id: 'ledger/a' }] });
  expect(await inspect({ show: { id: 'nowhere' } })).toEqual({ deadLetters: [] });
});

test('an answer that Lambda would refuse is an error that says what to ask instead', async () => {
  const body = JSON.stringify('x'.repeat(380 * 1024));
  const workers = Array.from({ length: 16 }, (_, index) => `worker-${index}`);
  const letters = workers.map((worker) => letter('a', 1, { worker, id: `${worker}/a`, body }));
  const { inspect } = await givenInspect({ letters, workers });
  await expect(inspect({ show: { id: 'a', body: true, reveal: true } })).rejects.toThrow(
    "ask for fewer, or for one worker's alone",
  );
  expect(await inspect({ show: { id: 'worker-3/a', body: true, reveal: true } })).toMatchObject({
    deadLetters: [{ body }],
  });
});

test('a page of the largest summaries is an answer that Lambda takes', async () => {
  const failure = givenFailure({ message: 'é'.repeat(660) });
  const { list } = await given(
    Array.from({ length: 500 }, (_, index) => letter(`${index}-${'i'.repeat(200)}`, index, { failure })),
  );
  expect((await list({ from: 'archive', all: true, limit: 500 })).deadLetters).toHaveLength(500);
});

test('nothing is ever written', async () => {
  const { inspect, table } = await given(twelve);
  await inspect({ list: { from: 'archive', all: true } });
  await inspect({ count: { from: 'archive', all: true } });
  await inspect({ show: { id: 'event-1' } });
  expect(table.calls.filter((call) => /^(?:put|remove)/.test(call))).toEqual([]);
});

test.each([
  [{}, 'says exactly one of list, count, show, groups, runs, run, trace and about'],
  [
    { list: { from: 'archive', all: true }, show: { id: 'a' } },
    'says exactly one of list, count, show, groups, runs, run, trace and about',
  ],
  [{ list: { from: 'archive', all: true, limit: 501 } }, 'list.limit:'],
  [{ list: { from: 'archive', all: true, cursor: 'bm8' } }, 'list.cursor: is not the cursor of an answer'],
  [{ list: { from: 'archive' } }, 'says either all, or at least one of ids, deliveries, fingerprints'],
  [{ count: { from: 'archive', all: true, state: 'opened' } }, 'count.state:'],
  [{ show: {} }, 'show.id: is missing'],
  [{ show: { id: 'archve/a' } }, 'there is dispatch (the step that publishes events), archive, and ledger.'],
  [{ list: { from: 'archve', all: true } }, 'There is no worker archve'],
  ['show', 'Expected Object'],
])('the request %j is refused by its field', async (request, sentence) => {
  const { inspect } = await given([]);
  await expect(inspect(request as object)).rejects.toThrow(sentence);
});

describe('a record that this code cannot read', () => {
  async function givenNewer() {
    const world = await given(twelve);
    const { item, revision } = world.table.items.get('archive/event-3')!;
    world.table.items.set('archive/event-3', { item: { ...(item as object), v: 2 }, revision });
    return world;
  }
  const fingerprints = ['00112233aabbccdd'];

  test.each([{ all: true }, { fingerprints }, { ids: twelve.map(({ eventId }) => eventId) }] as const)(
    'is left out of the list of %j and counted, and logged once',
    async (way) => {
      const { inspect, log } = await givenNewer();
      const answer = (await inspect({ list: { from: 'archive', ...way } })) as ListAnswer;
      expect(answer.deadLetters).toHaveLength(11);
      expect(answer.unreadable).toBe(1);
      expect(log.lines).toMatchObject([{ level: 'warn', fields: { count: 1, ids: ['archive/event-3'] } }]);
    },
  );

  test('is counted with the others', async () => {
    const { inspect } = await givenNewer();
    expect(await inspect({ count: { from: 'archive', all: true } })).toMatchObject({ count: 12 });
    expect(await inspect({ count: { from: 'archive', fingerprints } })).toMatchObject({ count: 12 });
  });

  test('is named when it is what was asked for, and nothing of it is told', async () => {
    const { inspect } = await givenNewer();
    const error = await inspect({ show: { id: 'archive/event-3', body: true } }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('archive/event-3');
    expect(error).not.toHaveProperty('issues');
  });
});
