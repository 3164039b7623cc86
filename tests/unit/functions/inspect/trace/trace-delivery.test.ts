import { gzipSync } from 'node:zlib';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { hourFolder } from '#shared/archive/hour-folder.ts';
import type { TraceRequest } from '#shared/messages/inspect-request.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import { writeDelivery } from '#shared/messages/delivery.ts';
import type { Event } from '#shared/messages/event.ts';
import { outcomePageKey, receiptKey, type Receipt } from '#shared/messages/receipt.ts';
import type { Result } from '#shared/messages/result.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import { findDelivery } from '../../../../../functions/inspect/trace/find-delivery.ts';
import { scanHour } from '../../../../../functions/inspect/trace/scan-hour.ts';
import { createSearchBudget } from '../../../../../functions/inspect/trace/search-budget.ts';
import { traceDelivery } from '../../../../../functions/inspect/trace/trace-delivery.ts';
import { givenArchived, nameAt, putLines } from '../../../../support/given-archive.ts';
import { givenDeadLetter, givenFailure, givenStub } from '../../../../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../../../../support/given-messages.ts';
import { fixedClock, memoryObjects, memoryTable } from '../../../../support/ports.ts';

const impact = 'Somebody is hurt when this fails.';
const rows: readonly WorkerRow[] = [
  { name: 'archive', impact, resultsPrefix: 'archive/', results: 'batch' },
  { name: 'forward', impact, resultsPrefix: 'results/forward/', results: 'batch', markers: true },
  { name: 'ledger', impact, types: ['charge.refunded'], resultsPrefix: 'ledger/', results: 'batch' },
  { name: 'mail', impact, types: ['order*'], resultsPrefix: 'results/mail/', results: 'event' },
];

const RECEIVED = '2026-01-02T03:04:05.678Z';
const NOW = '2026-01-02T06:30:00.000Z';
const delivered = givenEvent({ id: 'd'.repeat(32) });
const { id } = delivered;

const resultOf = (worker: string, eventId: string): Result => ({
  v: 1,
  eventId,
  worker,
  workerVersion: '$LATEST',
  finishedAt: '2026-01-02T03:04:09.000Z',
  value: { note: 'fine' },
});

function givenTraced() {
  const results = memoryObjects();
  const config = memoryObjects('config');
  const markers = memoryTable();
  const table = memoryTable();
  const store = createDeadLetterStore(table);
  const clock = fixedClock(NOW);
  const ports = { store, results, config, markers, rows, clock };
  const asked = (request: Partial<TraceRequest>) => traceDelivery({ id, hours: 24, ...request }, ports);
  const answered = async (request: Partial<TraceRequest> = {}) => {
    const { trace } = await asked(request);
    if (!trace) throw new Error('There is no trace');
    return trace;
  };
  return {
    results,
    config,
    markers,
    clock,
    ports,
    asked,
    answered,
    standsOf: async (request: Partial<TraceRequest> = {}) =>
      Object.fromEntries((await answered(request)).stands.map(({ worker, state }) => [worker, state])),
    archived: (events: readonly Event[] = [delivered], storedAt = '2026-01-02T03:04:07.000Z') =>
      givenArchived(results, events, storedAt),
    record: (record: DeadLetter | DoneStub) => store.put(record, 'absent'),
    finished: (worker: string, prefix: string, eventId = id) => {
      const text = JSON.stringify(resultOf(worker, eventId));
      return putLines(results, hourFolder(prefix, RECEIVED), nameAt('2026-01-02T03:04:09Z'), [text]);
    },
    finishedAlone: (worker: string, prefix: string, eventId = id) => {
      const key = `${prefix}${eventId}.json`;
      results.stored.set(key, { bytes: Buffer.from(JSON.stringify(resultOf(worker, eventId))) });
      return key;
    },
    mark: (destination: string, marker: object) =>
      markers.put({ v: 1, id: `forward/${id}/${destination}`, expiresAt: 1_900_000_000, ...marker } as never, 'absent'),
    configure: (destinations: object | string) => {
      const text = typeof destinations === 'string' ? destinations : JSON.stringify(destinations);
      config.stored.set('config/destinations.json', { bytes: Buffer.from(text) });
    },
  };
}

const receiptOf = (run: string, request: Receipt['request']): Receipt => ({
  v: 1,
  run,
  state: 'finished',
  request,
  who: { unproven: true, requestId: 'r' },
  startedAt: '2026-01-02T04:00:00.000Z',
  updatedAt: '2026-01-02T04:00:02.000Z',
  matched: 1,
  succeeded: 1,
  skipped: 0,
  failed: 0,
  pages: 1,
  invocations: [],
});

const ofWorker = (worker: string, overrides: Partial<DeadLetter> = {}) =>
  givenDeadLetter({ worker, eventId: id, deliveryId: id, failure: givenFailure({ worker }), ...overrides });

test('a delivery is told from its receipt to the end at each worker, in the order of the times', async () => {
  const { archived, finished, answered } = givenTraced();
  const archiveKey = await archived();
  const ledgerKey = finished('ledger', 'ledger/');
  const trace = await answered();
  expect(trace).toEqual({
    delivery: { id, source: 'stripe-eu', provider: 'stripe', senderEventId: 'evt_1', receivedAt: RECEIVED },
    events: [{ id, type: 'charge.refunded' }],
    stands: [
      { worker: 'archive', eventId: id, state: 'result' },
      { worker: 'forward', eventId: id, state: 'waiting' },
      { worker: 'ledger', eventId: id, state: 'result' },
      { worker: 'mail', eventId: id, state: 'not-subscribed' },
    ],
    points: [
      { kind: 'received', at: RECEIVED, stage: 'ingest', detail: 'stripe-eu', from: 'archive' },
      {
        kind: 'archived',
        at: '2026-01-02T03:04:07.000Z',
        stage: 'archive',
        eventId: id,
        key: archiveKey,
        from: 'archive',
      },
      { kind: 'result', at: '2026-01-02T03:04:09.000Z', stage: 'ledger', eventId: id, key: ledgerKey, from: 'result' },
    ],
    gaps: [],
  });
});

test("it is found by the sender's own id, too, whatever characters that has, and by nothing that only looks like it", async () => {
  const { archived, answered, asked } = givenTraced();
  await archived([givenEvent({ ...delivered, senderEventId: 'evt "ü"\\1' })]);
  expect((await answered({ id: 'evt "ü"\\1' })).delivery.id).toBe(id);
  expect(await asked({ id: 'stripe-eu' })).toEqual({});
  expect(await asked({ id: id.slice(1) })).toEqual({});
});

test('of an array all events are shown, whichever of them was asked for, and that one first', async () => {
  const signedBody = { bucket: 'b', key: 'k', bytes: 9, sha256: 's' };
  const element = (index: number): Event =>
    givenEvent({
      id: `e${index}`.repeat(16),
      senderEventId: `evt_${index}`,
      element: { index, pointer: `/${index}`, signedBody },
    });
  const { archived, answered, finishedAlone } = givenTraced();
  await archived([element(0), element(1)]);
  await archived([element(2), givenEvent({ id: 'other', deliveryId: 'other' })]);
  finishedAlone('mail', 'results/mail/', element(1).id);
  const byEvent = await answered({ id: element(1).id });
  expect(byEvent.delivery).toMatchObject({ id: 'd'.repeat(32) });
  expect(byEvent.events.map((event) => event.id)).toEqual([1, 0, 2].map((index) => element(index).id));
  expect(byEvent.stands.filter(({ worker }) => worker === 'mail').map(({ state }) => state)).toEqual([
    'result',
    'not-subscribed',
    'not-subscribed',
  ]);
  expect((await answered({ id: 'd'.repeat(32) })).events).toHaveLength(3);
});

test('the archive is searched backwards from now or from a given time, for as many hours as asked', async () => {
  const { archived, asked, answered, results } = givenTraced();
  await archived();
  expect(await asked({ hours: 3 })).toEqual({});
  expect((await answered({ hours: 4 })).events).toHaveLength(1);
  results.calls.length = 0;
  expect((await answered({ near: '2026-01-02T03:59:00Z', hours: 1 })).events).toHaveLength(1);
  expect(results.calls.filter((call) => call === 'list archive/')).toHaveLength(1);
  expect(await asked({ near: '2026-01-02T02:59:59Z' })).toEqual({});
});

test('a dead letter says in which hour to look, tells its failure, and by whose run it was sent back', async () => {
  const { archived, record, answered, results } = givenTraced();
  await archived();
  const run = 'run-0001';
  await record(ofWorker('ledger', { state: 'replayed', run, closedAt: '2026-01-02T04:00:01.000Z', replays: 1 }));
  const request = { kind: 'replay', from: 'ledger', all: true, via: 'table', reason: 'S3 is back' } as const;
  results.stored.set(receiptKey(run), { bytes: Buffer.from(JSON.stringify(receiptOf(run, request))) });
  const { points, stands, gaps } = await answered();
  expect(gaps).toEqual([]);
  expect(stands[2]).toEqual({ worker: 'ledger', eventId: id, state: 'replayed' });
  expect(points.filter(({ stage }) => stage === 'ledger')).toEqual([
    {
      kind: 'attempt',
      stage: 'ledger',
      eventId: id,
      from: 'dead-letter',
      at: '2026-01-02T03:04:06.000Z',
      detail: 'the first',
    },
    {
      kind: 'dead-letter',
      stage: 'ledger',
      eventId: id,
      from: 'dead-letter',
      at: '2026-01-02T03:24:06.000Z',
      detail: 'exhausted: The shop is closed',
      requestId: 'request-1',
    },
    {
      kind: 'replayed',
      at: '2026-01-02T04:00:01.000Z',
      stage: 'ledger',
      eventId: id,
      detail: 'run run-0001: S3 is back',
      run,
      key: 'replays/run-0001.json',
      from: 'receipt',
    },
  ]);
  expect(results.calls.filter((call) => call === 'list archive/')).toHaveLength(1);
});

test('every replay is told, also those before the run that its record names', async () => {
  const { archived, record, answered, results } = givenTraced();
  await archived();
  const put = (key: string, noun: object) => results.stored.set(key, { bytes: Buffer.from(JSON.stringify(noun)) });
  const request = { kind: 'replay', from: 'ledger', all: true, via: 'table' } as const;
  const runs = ['run-0001', 'run-0002', 'run-0003', 'run-0004'] as const;
  for (const [index, run] of runs.entries()) {
    const startedAt = `2026-01-02T04:0${index}:00.000Z`;
    put(receiptKey(run), { ...receiptOf(run, { ...request, reason: `try ${index + 1}` }), startedAt });
    const outcome = run === 'run-0002' ? { outcome: 'skipped', because: 'done' } : { outcome: 'replayed' };
    put(outcomePageKey(run, 1), { v: 1, outcomes: [{ id: `ledger/${id}`, ...outcome }] });
  }
  await record(ofWorker('ledger', { state: 'open', run: 'run-0004', replays: 3 }));
  const { points, gaps } = await answered();
  expect(gaps).toEqual([]);
  const replays = points.filter(({ kind }) => kind === 'replayed').map(({ at, detail }) => [at, detail]);
  expect(replays).toEqual([
    ['2026-01-02T04:00:00.000Z', 'run run-0001: try 1'],
    ['2026-01-02T04:02:00.000Z', 'run run-0003: try 3'],
    ['2026-01-02T04:03:00.000Z', 'run run-0004: try 4'],
  ]);
});

test('a replay whose run cannot be found is a gap', async () => {
  const { record, answered, results } = givenTraced();
  const run = 'run-0001';
  await record(ofWorker('ledger', { state: 'open', run, replays: 2 }));
  const request = { kind: 'replay', from: 'ledger', all: true, via: 'table' } as const;
  results.stored.set(receiptKey(run), { bytes: Buffer.from(JSON.stringify(receiptOf(run, request))) });
  expect((await answered()).gaps).toEqual([
    `ledger/${id} was replayed once before its last run; 0 of these runs were found.`,
  ]);
});

test('a dead letter that the probe sent back says so', async () => {
  const { record, answered, results } = givenTraced();
  const run = 'run-0004';
  await record(ofWorker('forward', { state: 'replayed', run, closedAt: '2026-01-02T04:00:01.000Z', replays: 1 }));
  const request = { kind: 'probe', from: 'forward', destination: 'crm', reason: 'crm takes events again' } as const;
  results.stored.set(receiptKey(run), { bytes: Buffer.from(JSON.stringify(receiptOf(run, request))) });
  expect((await answered()).points.at(-1)).toMatchObject({
    kind: 'replayed',
    detail: 'run run-0004 by the probe: crm takes events again',
  });
});

test('a receipt that is not there is a gap, and the run is told all the same', async () => {
  const { record, answered } = givenTraced();
  await record(ofWorker('ledger', { state: 'discarded', run: 'run-0002', closedAt: '2026-01-02T04:00:01.000Z' }));
  const { points, stands, gaps } = await answered();
  expect(gaps).toEqual(['The receipt of run run-0002 is not there.']);
  expect(stands).toContainEqual({ worker: 'ledger', eventId: id, state: 'discarded' });
  expect(points.at(-1)).toMatchObject({ kind: 'discarded', run: 'run-0002', from: 'dead-letter' });
});

test('a receipt that is not there is not asked for: S3 would call it forbidden', async () => {
  const { record, ports, results } = givenTraced();
  await record(ofWorker('ledger', { state: 'discarded', run: 'run-0002', closedAt: '2026-01-02T04:00:01.000Z' }));
  const get = async (key: string) => {
    const stored = await results.get(key);
    if (stored === 'missing') throw new Error('Access Denied');
    return stored;
  };
  const { trace } = await traceDelivery({ id, hours: 1 }, { ...ports, results: { ...results, get } });
  expect(trace?.gaps).toEqual(['The receipt of run run-0002 is not there.']);
});

test('of a short id only the lines that have it are kept, and nothing of their bodies', async () => {
  const { archived, results } = givenTraced();
  const events = Array.from({ length: 50 }, (_, index) =>
    givenEvent({ id: `e${index}`, deliveryId: `e${index}`, senderEventId: String(index) }),
  );
  await archived(events);
  const search = { id: '4', near: new Date(RECEIVED), hoursMax: 1 };
  const { lines } = await findDelivery(search, results, createSearchBudget(fixedClock(NOW)));
  expect(lines.map(({ line }) => line.id)).toEqual(['e4']);
  expect(lines[0]?.line).not.toHaveProperty('data');
  const met: string[] = [];
  const scan = {
    prefix: 'archive/',
    at: new Date(RECEIVED),
    ids: ['4'],
    read: ({ text }: { readonly text: string }) => void met.push(text),
  };
  expect((await scanHour(scan, results, createSearchBudget(fixedClock(NOW)))).found).toEqual([]);
  expect(met).toHaveLength(1);
});

test.each([
  ['open', 'dead-letter'],
  ['replaying', 'dead-letter'],
  ['replayed', 'replayed'],
  ['done', 'result'],
  ['discarded', 'discarded'],
  ['quarantined', 'quarantined'],
] as const)('a dead letter that is %s stands as %s', async (state, expected) => {
  const { record, standsOf } = givenTraced();
  await record(ofWorker('mail', { state }));
  expect(await standsOf()).toMatchObject({ mail: expected });
});

test('a result that came with a replay ends it, and one beside a dead letter that is open does not', async () => {
  const [replayed, open] = [givenTraced(), givenTraced()];
  await replayed.record(ofWorker('ledger', { state: 'replayed' }));
  await open.record(ofWorker('ledger', { state: 'open' }));
  for (const { finished } of [replayed, open]) finished('ledger', 'ledger/');
  expect(await replayed.standsOf()).toMatchObject({ ledger: 'result' });
  expect(await open.standsOf()).toMatchObject({ ledger: 'dead-letter' });
});

test('what was done after more than one attempt is known by its stub alone', async () => {
  const { record, answered } = givenTraced();
  await record(givenStub({ id: `mail/${id}`, worker: 'mail', eventId: id }));
  const { stands, points, delivery } = await answered();
  expect(delivery).toEqual({ id });
  expect(stands.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown', 'result']);
  expect(points).toMatchObject([{ kind: 'result', stage: 'mail', at: '2026-01-02T03:30:00.000Z' }]);
});

test('a delivery that dispatch could not publish stands there, and its events are read from it', async () => {
  const delivery = givenDelivery();
  const { record, answered } = givenTraced();
  await record(ofWorker('dispatch', { body: writeDelivery(delivery) }));
  const { stands, events, points } = await answered();
  expect(events).toEqual([{ id, type: 'charge.refunded' }]);
  expect(stands[0]).toEqual({ worker: 'dispatch', eventId: id, state: 'dead-letter' });
  expect(stands.slice(1).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'not-subscribed']);
  expect(points.find(({ kind }) => kind === 'dead-letter')).toMatchObject({ stage: 'dispatch' });
});

test("forward's markers tell which destination has the event, also beside a dead letter for another's sake", async () => {
  const { record, mark, configure, answered } = givenTraced();
  configure({ crm: { url: 'https://crm.example', secrets: ['whsec_c2VjcmV0'] }, broken: 'hush', other: {} });
  await record(ofWorker('forward', { run: 'run-0003', state: 'replayed' }));
  const posted = { destination: 'crm', status: 204, attempt: 2, at: '2026-01-02T03:05:00.000Z', ms: 40 };
  await mark('crm', { status: 'completed', result: posted });
  await mark('crm/forced-run-0003', { status: 'completed', result: { ...posted, at: '2026-01-02T05:00:00.000Z' } });
  await mark('broken', { status: 'in-progress', leaseUntilMs: 1 });
  const { points } = await answered();
  expect(points.filter(({ from }) => from === 'marker')).toEqual([
    {
      kind: 'result',
      stage: 'forward',
      eventId: id,
      from: 'marker',
      at: posted.at,
      detail: 'crm answered 204 at attempt 2',
    },
    expect.objectContaining({ kind: 'result', at: '2026-01-02T05:00:00.000Z' }),
    { kind: 'attempt', stage: 'forward', eventId: id, from: 'marker', detail: 'began to post to broken' },
  ]);
  expect(JSON.stringify(points)).not.toMatch(/whsec_|hush/);
});

test('destinations that cannot be read are a gap that quotes nothing', async () => {
  const { archived, configure, answered } = givenTraced();
  await archived();
  configure('{"crm": "hush');
  expect((await answered()).gaps).toEqual([
    "Forward's markers were not looked at: the destinations object cannot be read.",
  ]);
});

test('an object that cannot be read is a gap, and nobody claims that the event still waits', async () => {
  const { archived, results, answered, asked } = givenTraced();
  const folder = hourFolder('ledger/', RECEIVED);
  results.stored.set(`${folder}${nameAt(RECEIVED)}`, { bytes: Buffer.from('no gzip') });
  await archived();
  const { stands, gaps } = await answered();
  expect(stands[2]).toMatchObject({ worker: 'ledger', state: 'unknown' });
  expect(gaps).toEqual([expect.stringContaining('ledger/date=2026-01-02/hour=03/')]);
  results.stored.set(`${hourFolder('archive/', RECEIVED)}${nameAt(RECEIVED)}`, {
    bytes: gzipSync('x\n').subarray(0, 9),
  });
  expect(await asked({ id: 'nowhere' })).toMatchObject({ trace: { delivery: { id: 'nowhere' }, events: [] } });
});

test('a search whose time is over ends, and says where', async () => {
  const { ports, clock, results } = givenTraced();
  let calls = 0;
  const slow = {
    ...results,
    list: (prefix: string, after?: string) => {
      calls += 1;
      clock.advance(11_000);
      return results.list(prefix, after);
    },
  };
  const { trace } = await traceDelivery({ id: 'nowhere', hours: 24 }, { ...ports, results: slow });
  expect(calls).toBe(3);
  expect(trace?.gaps).toEqual([
    'The time or the size of one search of the archive was over before 2026-01-02T03:00:00.000Z was reached: ask with near.',
  ]);
});

describe('an event whose source and type are known', () => {
  const canary = { source: 'canary', type: 'canary.sent' };
  const canaryRow: WorkerRow = {
    name: 'canary',
    impact,
    sources: ['canary'],
    resultsPrefix: 'results/canary/',
    results: 'event',
  };
  const withCanary = ({ ports }: ReturnType<typeof givenTraced>) => ({ ...ports, rows: [...rows, canaryRow] });

  test('is not looked for with those who are not subscribed to it, the archive among them', async () => {
    const given = givenTraced();
    const listed: string[] = [];
    const { results } = given;
    const counting = {
      ...withCanary(given),
      results: { ...results, list: (prefix: string) => (listed.push(prefix), results.list(prefix)) },
    };
    const { trace } = await traceDelivery({ id, hours: 24, event: canary }, counting);
    expect(listed).toEqual([`results/canary/${id}`]);
    expect(Object.fromEntries(trace!.stands.map(({ worker, state }) => [worker, state]))).toEqual({
      archive: 'not-subscribed',
      forward: 'not-subscribed',
      ledger: 'not-subscribed',
      mail: 'not-subscribed',
      canary: 'waiting',
    });
    expect(trace).toMatchObject({ delivery: { id, source: 'canary' }, gaps: [] });

    given.finishedAlone('canary', 'results/canary/');
    const { trace: after } = await traceDelivery({ id, hours: 24, event: canary }, counting);
    expect(after!.stands).toContainEqual({ worker: 'canary', eventId: id, state: 'result' });
    expect(after!.points).toMatchObject([{ kind: 'result', stage: 'canary', at: '2026-01-02T03:04:09.000Z' }]);
  });

  test('is shown as a dead letter where it is one', async () => {
    const given = givenTraced();
    await given.record(givenDeadLetter({ id: `canary/${id}`, worker: 'canary', eventId: id, source: 'canary' }));
    const { trace } = await traceDelivery({ id, hours: 24, event: canary }, withCanary(given));
    expect(trace!.stands).toContainEqual({ worker: 'canary', eventId: id, state: 'dead-letter' });
  });
});
