import type { RunAnswer, RunsAnswer } from '#shared/messages/inspect-request.ts';
import { outcomePageKey, receiptKey, type Receipt } from '#shared/messages/receipt.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import { NOTHING_SINCE } from '#shared/messages/sent-since.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { sentSince, type SentSincePorts } from '../../../../functions/inspect/runs/sent-since.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../support/given-dead-letters.ts';
import { givenInspect } from './given-inspect.ts';

const NOW_MS = Date.parse('2026-02-01T00:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;

/** As ids.unique() would have named it so many days ago. */
const runOf = (daysAgo: number) =>
  `${Math.floor(NOW_MS - daysAgo * DAY_MS)
    .toString(16)
    .padStart(12, '0')}0123456789abcdef0123`;

const receiptOf = (run: string, overrides: Partial<Receipt> = {}): Receipt => ({
  v: 1,
  run,
  state: 'finished',
  request: { kind: 'discard', from: 'archive', all: true, reason: 'test events' },
  who: { unproven: true, requestId: 'request-1' },
  startedAt: '2026-01-31T00:00:00.000Z',
  updatedAt: '2026-01-31T00:00:01.000Z',
  finishedAt: '2026-01-31T00:00:01.000Z',
  matched: 2,
  succeeded: 2,
  skipped: 0,
  failed: 0,
  pages: 1,
  invocations: [],
  ...overrides,
});

async function given(receipts: readonly Receipt[], letters: readonly (DeadLetter | DoneStub)[] = []) {
  const world = await givenInspect({ letters });
  const put = (key: string, content: unknown) =>
    world.results.put(key, Buffer.from(JSON.stringify(content)), { contentType: 'application/json' });
  for (const receipt of receipts) await put(receiptKey(receipt.run), receipt);
  world.results.calls.length = 0;
  return { ...world, put };
}

const names = ({ runs }: RunsAnswer) => runs.map(({ run }) => run);

test.each([
  [[0.1, 0.2, 0.3, 5, 40, 300], 2],
  [[0.1, 0.2, 0.3, 5, 40, 300], 4],
  [[200, 300, 400], 2],
  [[0.5], 1],
  [[], 5],
])('the runs of %j days ago are listed newest first, %i at a time', async (days, limit) => {
  const { inspect } = await given(days.map((ago) => receiptOf(runOf(ago))));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await inspect({ runs: { limit, ...(cursor !== undefined && { cursor }) } })) as RunsAnswer;
    expect(page.runs.length).toBeLessThanOrEqual(limit);
    seen.push(...names(page));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(days.toSorted((a, b) => a - b).map(runOf));
});

test('for the newest runs nothing is listed that is older than a day, where these are enough', async () => {
  const { inspect, results } = await given([0.1, 0.2, 0.3, 400, 500].map((ago) => receiptOf(runOf(ago))));
  await inspect({ runs: { limit: 2 } });
  expect(results.calls.filter((call) => call.startsWith('list'))).toHaveLength(1);
});

test('a receipt that cannot be read is counted and named in the log', async () => {
  const { inspect, put, log } = await given([receiptOf(runOf(1))]);
  await put(receiptKey(runOf(2)), { ...receiptOf(runOf(2)), v: 2 });
  expect(await inspect({ runs: {} })).toMatchObject({ runs: [{ run: runOf(1) }], unreadable: 1 });
  expect(log.lines).toMatchObject([{ level: 'warn', fields: { runs: [runOf(2)] } }]);
});

test('receipts that are too large together come in several answers', async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `${'e'.repeat(60)}-${index}`);
  const request = { kind: 'discard' as const, from: 'archive', ids, reason: 'many' };
  const { inspect } = await given(Array.from({ length: 9 }, (_, index) => receiptOf(runOf(index), { request })));
  const first = (await inspect({ runs: {} })) as RunsAnswer;
  expect(first.runs.length).toBeLessThan(9);
  const second = (await inspect({ runs: { cursor: first.cursor } })) as RunsAnswer;
  expect([...names(first), ...names(second)]).toEqual(Array.from({ length: 9 }, (_, index) => runOf(index)));
});

test('one run is shown by its name, with a page of its outcomes if asked for', async () => {
  const run = runOf(1);
  const { inspect, put } = await given([receiptOf(run)]);
  const outcomes = [{ id: 'archive/a', outcome: 'discarded' }];
  await put(outcomePageKey(run, 1), { v: 1, outcomes });
  expect(await inspect({ run: { run } })).toEqual({ run: receiptOf(run) });
  expect(((await inspect({ run: { run, page: 1 } })) as RunAnswer).outcomes).toEqual(outcomes);
  expect(((await inspect({ run: { run, page: 2 } })) as RunAnswer).outcomes).toEqual([]);
});

test('a run that is not there, or that cannot be read, is an error that says so', async () => {
  const { inspect, put } = await given([]);
  await put(receiptKey(runOf(2)), { v: 9 });
  await expect(inspect({ run: { run: runOf(1) } })).rejects.toThrow(`There is no run ${runOf(1)}`);
  await expect(inspect({ run: { run: runOf(2) } })).rejects.toThrow('cannot be read by this version');
});

test('about tells the stage, and its workers with dispatch first', async () => {
  const { inspect } = await given([]);
  expect(await inspect({ about: {} })).toMatchObject({
    service: 'webhook-pipeline',
    stage: 'test',
    region: 'eu-west-1',
    replaysMax: 10,
    workers: [
      { name: 'dispatch', queue: 'deliveries', deadLetterQueue: 'deliveries-dead-letters' },
      { name: 'archive', function: 'archive', queue: 'archive', deadLetterQueue: 'archive-dead-letters' },
      { name: 'ledger', impact: 'Nobody gets what ledger does.', resultsPrefix: 'ledger/' },
    ],
  });
});

const letter = (eventId: string, overrides: Partial<DeadLetter> = {}) =>
  givenDeadLetter({ eventId, id: `archive/${eventId}`, ...overrides });
const sent = (ids: readonly string[]) => ({
  v: 1,
  outcomes: ids.map((id) => ({ id: `archive/${id}`, outcome: 'replayed' })),
});
const replayOf = (run: string, overrides: Partial<Receipt> = {}) =>
  receiptOf(run, { request: { kind: 'replay', from: 'archive', all: true, via: 'table', reason: 'x' }, ...overrides });

test('what became since of those that a run sent is told by their records as they are now', async () => {
  const run = runOf(1);
  const letters = [
    letter('a', { state: 'done' }),
    givenStub({ id: 'archive/b', eventId: 'b' }),
    letter('c', { state: 'replayed' }),
    letter('d', { state: 'open', replays: 1 }),
    letter('e', { state: 'replaying', replays: 1, run: 'run-of-somebody' }),
    letter('f', { state: 'quarantined', replays: 10 }),
    letter('g', { state: 'discarded' }),
    letter('i', { state: 'open' }),
    letter('j', { state: 'done', replays: 2, run: 'run-of-somebody' }),
    letter('k', { state: 'done', replays: 1, run }),
  ];
  const { inspect, put } = await given([replayOf(run, { pages: 2 })], letters);
  await put(outcomePageKey(run, 1), sent(['a', 'b', 'c', 'd']));
  const second = sent(['e', 'f', 'g', 'h']).outcomes;
  await put(outcomePageKey(run, 2), {
    v: 1,
    outcomes: [...second, ...sent(['j', 'k']).outcomes, { id: 'archive/i', outcome: 'skipped', because: 'x' }],
  });
  expect(await inspect({ run: { run, sinceOfPage: 1 } })).toEqual({
    run: expect.objectContaining({ run }) as unknown,
    since: { result: 3, waiting: 1, failedAgain: 1, sentLater: 2, quarantined: 1, discarded: 1, unknown: 1 },
  });
  expect(await inspect({ run: { run, sinceOfPage: 2 } })).toMatchObject({ since: { result: 1, quarantined: 1 } });
});

test('where the time of a call is over, it says from which page on to ask', async () => {
  const run = runOf(1);
  const { inspect, put, clock, results } = await given([replayOf(run, { pages: 2 })], [letter('a', { state: 'done' })]);
  await put(outcomePageKey(run, 1), sent(['a']));
  await put(outcomePageKey(run, 2), sent(['b']));
  const get = results.get.bind(results);
  results.get = async (key) => {
    if (key === outcomePageKey(run, 1)) clock.advance(11_000);
    return get(key);
  };
  expect(await inspect({ run: { run, sinceOfPage: 1 } })).toMatchObject({ since: { result: 1 }, nextPage: 2 });
});

test('what was taken from a queue waits until something is recorded of it', async () => {
  const run = runOf(1);
  const request = { kind: 'replay', from: 'archive', all: true, via: 'queue', reason: 'x' } as const;
  const { inspect, put } = await given([replayOf(run, { request })]);
  await put(outcomePageKey(run, 1), sent(['a']));
  expect(await inspect({ run: { run, sinceOfPage: 1 } })).toMatchObject({ since: { ...NOTHING_SINCE, waiting: 1 } });
});

test('of a page of many outcomes a hundred whole records are read at a time', async () => {
  const run = runOf(1);
  const ids = Array.from({ length: 1000 }, (_, index) => `e${index}`);
  const { results, put } = await given([]);
  await put(outcomePageKey(run, 1), sent(ids));
  const asked: number[] = [];
  const store: SentSincePorts['store'] = {
    async getMany(some) {
      asked.push(some.length);
      return new Map();
    },
  };
  const ports = { results, store, clock: { now: () => new Date(NOW_MS) }, isTimeOver: () => false };
  expect((await sentSince(replayOf(run, { pages: 1 }), 1, ports)).since.unknown).toBe(1000);
  expect(asked).toEqual(Array.from({ length: 10 }, () => 100));
});

test('of what came from the archive only a failure since then counts', async () => {
  const run = runOf(1);
  const request = { kind: 'backfill', to: 'archive', between: { from: '2026-01-01T00:00:00.000Z' } } as const;
  const failed = givenFailure({ lastAt: '2026-01-31T01:00:00.000Z' });
  const { inspect, put } = await given(
    [replayOf(run, { request })],
    [letter('a', { failure: failed }), letter('b'), givenStub({ id: 'archive/c', eventId: 'c' })],
  );
  await put(outcomePageKey(run, 1), sent(['a', 'b', 'c', 'd']));
  expect(await inspect({ run: { run, sinceOfPage: 1 } })).toMatchObject({
    since: { ...NOTHING_SINCE, failedAgain: 1, unknown: 3 },
  });
});
