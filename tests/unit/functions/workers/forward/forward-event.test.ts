import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { breakerId, type Breaker } from '#shared/breakers/breaker.ts';
import { halfOpened } from '#shared/breakers/breaker.ts';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { fingerprint } from '#shared/lambda/fingerprint.ts';
import { readThrown } from '#shared/lambda/read-thrown.ts';
import { createOnce } from '#shared/markers/once.ts';
import type { Destinations } from '#shared/messages/destination.ts';
import type { Outbound, OutboundRequest } from '#shared/ports.ts';
import { createBreakerGate } from '../../../../../functions/workers/forward/breaker-gate.ts';
import { createForwardEvent } from '../../../../../functions/workers/forward/forward-event.ts';
import { createPostEvent } from '../../../../../functions/workers/forward/post-event.ts';
import type { WorkerContext } from '../../../../../functions/workers/worker.ts';
import { givenEvent } from '../../../../support/given-messages.ts';
import { fixedClock, memoryTable, recordingLog, seededRandom, TRACEPARENT } from '../../../../support/ports.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"id":"evt_1","type":"charge.refunded"}');

const destination = (url: string, overrides: object = {}) => ({
  url,
  secrets: [SECRET],
  timeoutSeconds: 10,
  replaysPerSecond: 10,
  ...overrides,
});

type Answer = number | Error | (() => Promise<number>);

/** Answers by host name; a host without an answer takes everything. */
function given(destinations: Destinations, answers: Record<string, Answer> = {}) {
  const posts: { readonly host: string; readonly request: OutboundRequest }[] = [];
  const outbound: Outbound = {
    async post(url, request) {
      const host = new URL(url).hostname;
      posts.push({ host, request });
      const answer = answers[host] ?? 200;
      if (answer instanceof Error) throw answer;
      return { status: typeof answer === 'function' ? await answer() : answer, headers: { 'retry-after': '9' } };
    },
  };
  const clock = fixedClock(Math.floor(Date.now() / 1000));
  const table = memoryTable();
  const log = recordingLog();
  const breakers = createBreakerStore(table);
  const gate = createBreakerGate({ breakers, clock, random: seededRandom(1), log });
  const postEvent = createPostEvent({ outbound, gate, once: createOnce({ table, clock, log }), clock });
  const forwardEvent = createForwardEvent({ destinations: async () => destinations, postEvent });
  return { answers, breakers, clock, forwardEvent, log, posts, table, hosts: () => posts.map(({ host }) => host) };
}

const context = (overrides: Partial<WorkerContext> = {}): WorkerContext => ({
  attempt: 1,
  attemptsMax: 12,
  traceparent: TRACEPARENT,
  deadline: new AbortController().signal,
  remainingMs: () => 60_000,
  noteDuplicate: () => undefined,
  readBody: async () => BODY,
  ...overrides,
});

const both = { crm: destination('https://crm.test/'), erp: destination('https://erp.test/') };

test('an event is posted to every destination that wants it, with its exact bytes and a valid signature', async () => {
  const world = given({ ...both, other: destination('https://other.test/', { types: ['invoice.*'] }) });
  const { receipts } = await world.forwardEvent(givenEvent(), context({ attempt: 3 }));
  expect(world.hosts()).toEqual(['crm.test', 'erp.test']);
  for (const { request } of world.posts) {
    expect(request.body).toBe(BODY);
    expect(request.headers).toMatchObject({ 'webhook-id': 'e'.repeat(32), 'ce-id': 'e'.repeat(32) });
    expect(() => new Webhook(SECRET).verify(request.body, { ...request.headers })).not.toThrow();
  }
  const at = world.clock.now().toISOString();
  expect(receipts).toEqual([
    { destination: 'crm', status: 200, attempt: 3, at, ms: 0 },
    { destination: 'erp', status: 200, attempt: 3, at, ms: 0 },
  ]);
});

test('an event that nobody wants has no receipts, and its body is not read', async () => {
  const readBody = jest.fn(async () => BODY);
  const world = given({ erp: destination('https://erp.test/', { sources: ['shopify'] }) });
  expect(await world.forwardEvent(givenEvent(), context({ readBody }))).toEqual({ receipts: [] });
  expect(readBody).not.toHaveBeenCalled();
});

test('the body is read once for all destinations', async () => {
  const readBody = jest.fn(async () => BODY);
  await given(both).forwardEvent(givenEvent(), context({ readBody }));
  expect(readBody).toHaveBeenCalledTimes(1);
});

test('a duplicate is not posted again and has the same receipts', async () => {
  const world = given(both);
  const first = await world.forwardEvent(givenEvent(), context());
  world.clock.advance(86_400_000);
  expect(await world.forwardEvent(givenEvent(), context({ attempt: 7 }))).toEqual(first);
  expect(world.posts).toHaveLength(2);
});

test('a run that forces it makes one more post of it, under the same id', async () => {
  const world = given({ erp: destination('https://erp.test/') });
  for (const forced of [undefined, 'run-0001', 'run-0001', 'run-0002', undefined])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await world.forwardEvent(givenEvent(), context({ forced }));
  expect(world.posts.map(({ request }) => request.headers['webhook-id'])).toEqual(
    Array.from({ length: 3 }, () => 'e'.repeat(32)),
  );
});

test('one destination that fails does not keep the event from the other, and alone is asked again', async () => {
  const world = given(both, { 'crm.test': 500 });
  await expect(world.forwardEvent(givenEvent(), context())).rejects.toThrow(RetryLater);
  world.answers['crm.test'] = 204;
  const { receipts } = await world.forwardEvent(givenEvent(), context({ attempt: 2 }));
  expect(world.hosts()).toEqual(['crm.test', 'erp.test', 'crm.test']);
  expect(receipts).toMatchObject([
    { destination: 'crm', attempt: 2, status: 204 },
    { destination: 'erp', attempt: 1, status: 200 },
  ]);
});

test('destinations are posted to at the same time', async () => {
  const arrived = Promise.withResolvers<void>();
  const world = given(both, {
    'crm.test': () => arrived.promise.then(() => 200),
    'erp.test': async () => {
      arrived.resolve();
      return 200;
    },
  });
  expect((await world.forwardEvent(givenEvent(), context())).receipts).toHaveLength(2);
});

test('an invalid entry holds the event back, by name, while the others are served', async () => {
  const world = given({ ...both, shop: 'invalid' });
  const failing = world.forwardEvent(givenEvent(), context());
  await expect(failing).rejects.toThrow('The destination shop is configured wrongly');
  await expect(failing).rejects.toThrow(RetryLater);
  expect(world.hosts()).toEqual(['crm.test', 'erp.test']);
});

test('Retry-After counts', async () => {
  await expect(given(both, { 'erp.test': 429 }).forwardEvent(givenEvent(), context())).rejects.toMatchObject({
    name: 'RetryLater',
    message: 'erp answered 429',
    afterSeconds: 9,
  });
});

test('an address that may not be called is given up and is no reason to think that the destination is down', async () => {
  const world = given({ erp: both.erp }, { 'erp.test': new GiveUp('The address 10.0.0.1 may not be called') });
  for (let count = 0; count < 10; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(world.forwardEvent(givenEvent({ id: `e${count}` }), context())).rejects.toMatchObject({
      name: 'GiveUp',
      destination: 'erp',
      isDestinationDown: false,
    });
  }
  expect(world.posts).toHaveLength(10);
});

test('a post ends before the deadline aborts it, and is not begun without the time for it', async () => {
  const world = given({ erp: both.erp });
  await world.forwardEvent(givenEvent(), context({ remainingMs: () => 7000 }));
  expect(world.posts[0]?.request.timeoutMs).toBe(5000);
  const late = world.forwardEvent(givenEvent({ id: 'late' }), context({ remainingMs: () => 2500 }));
  await expect(late).rejects.toThrow('No time was left to post to erp');
  expect(world.posts).toHaveLength(1);
});

/** The table answers only after some time, for instance at the second try. */
async function givenSlow(breaker?: Partial<Breaker>) {
  const world = given({ erp: both.erp });
  const { breakers, clock, table } = world;
  const startMs = clock.now().getTime();
  const record = { v: 1 as const, id: breakerId('erp'), destination: 'erp', state: 'half-open' as const };
  if (breaker) {
    await breakers.put({ ...record, waitSeconds: 60, untilMs: startMs, expiresAt: 1, ...breaker }, 'absent');
  }
  const get = table.get.bind(table);
  let tookMs = 0;
  table.get = async (id) => {
    if (id === breakerId('erp')) clock.advance(tookMs);
    return get(id);
  };
  return { ...world, startMs, takes: (ms: number) => void (tookMs = ms) };
}

describe('a breaker that is slow to be asked', () => {
  test('leaves a post only what is left of its lease then', async () => {
    const world = await givenSlow();
    world.takes(18_000);
    await world.forwardEvent(givenEvent(), context());
    // The lease is 25 s, of which 2 s are kept for afterwards.
    expect(world.posts[0]?.request.timeoutMs).toBe(5000);
  });

  test('leaves none at all where the lease is over, and the probe to the next event', async () => {
    const world = await givenSlow({ state: 'half-open' });
    world.takes(23_000);
    await expect(world.forwardEvent(givenEvent(), context())).rejects.toThrow('No time was left to post to erp');
    expect(world.posts).toEqual([]);
    expect((await world.breakers.get('erp'))?.breaker).toMatchObject({ state: 'half-open' });
    world.takes(0);
    expect(await world.forwardEvent(givenEvent(), context())).toMatchObject({ receipts: [{ status: 200 }] });
  });

  test('is not asked at all where there is no time to post anyway, so that no probe is claimed for nothing', async () => {
    const world = await givenSlow({ state: 'half-open' });
    const before = await world.breakers.get('erp');
    const late = world.forwardEvent(givenEvent(), context({ remainingMs: () => 2500 }));
    await expect(late).rejects.toThrow('No time was left to post to erp');
    expect(await world.breakers.get('erp')).toEqual(before);
  });

  test('cannot have a second probe while the first is under way', async () => {
    const world = await givenSlow({ state: 'half-open' });
    const put = world.table.put.bind(world.table);
    let claimedUntilMs = 0;
    world.table.put = async (item, expected) => {
      if ((item as Partial<Breaker>).state !== 'probing') return put(item, expected);
      claimedUntilMs = (item as Partial<Breaker>).untilMs ?? 0;
      const revision = await put(item, expected);
      world.clock.advance(12_000);
      return revision;
    };
    await world.forwardEvent(givenEvent(), context());
    const endsAtMs = world.startMs + 12_000 + (world.posts[0]?.request.timeoutMs ?? 0);
    expect(claimedUntilMs).toBeGreaterThan(endsAtMs);
  });
});

test('a crash in the middle of a post blocks its event for the time-out and 15 s, however long the function could have gone on', async () => {
  const started = Promise.withResolvers<void>();
  const never = () => {
    started.resolve();
    return new Promise<number>(() => undefined);
  };
  const world = given({ erp: both.erp }, { 'erp.test': never });
  void world.forwardEvent(givenEvent(), context());
  await started.promise;
  world.answers['erp.test'] = 204;
  world.clock.advance(25_000);
  await expect(world.forwardEvent(givenEvent(), context())).rejects.toThrow(RetryLater);
  world.clock.advance(1);
  expect(await world.forwardEvent(givenEvent(), context())).toMatchObject({ receipts: [{ status: 204 }] });
});

test('what we end ourselves is no failure of the destination', async () => {
  const deadline = AbortSignal.abort();
  const world = given({ erp: both.erp }, { 'erp.test': new Error('aborted') });
  for (let count = 0; count < 10; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(world.forwardEvent(givenEvent({ id: `e${count}` }), context({ deadline }))).rejects.toThrow(
      RetryLater,
    );
  }
  expect(await world.breakers.get('erp')).toBeUndefined();
});

async function givenDown() {
  const world = given(both, { 'erp.test': new Error('connect ECONNREFUSED') });
  for (let count = 0; count < 5; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- in a row
    await expect(world.forwardEvent(givenEvent({ id: `down${count}` }), context())).rejects.toThrow(RetryLater);
  }
  return world;
}

describe('a destination that is down', () => {
  test('is found out by five failures in a row, and then spared', async () => {
    const world = await givenDown();
    const postsBefore = world.posts.length;
    await expect(world.forwardEvent(givenEvent(), context())).rejects.toMatchObject({
      name: 'GiveUp',
      destination: 'erp',
      isDestinationDown: true,
    });
    expect(world.hosts().slice(postsBefore)).toEqual(['crm.test']);
  });

  test('is told with since when and why, also by the probe that found it down still, and never with its address', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 203.0.113.7:8443'), { code: 'ECONNREFUSED' });
    const world = given({ erp: both.erp }, { 'erp.test': 503 });
    const failing = (id: string) => Promise.resolve(world.forwardEvent(givenEvent({ id }), context()));
    for (let count = 0; count < 5; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in a row
      await expect(failing(`down${count}`)).rejects.toThrow(new RetryLater('erp answered 503'));
    }
    const since = /^erp takes nothing since (?:\d{4}-\d\d-\d\dT)?\d\d:\d\d UTC: it /.source;
    await expect(failing('held-back')).rejects.toThrow(new RegExp(`${since}answered 503$`));
    const { breaker, revision } = (await world.breakers.get('erp'))!;
    await world.breakers.put(halfOpened(breaker, world.clock.now()), revision);
    world.clock.advance(3000);
    world.answers['erp.test'] = refused;
    await expect(failing('probe')).rejects.toMatchObject({
      message: expect.stringMatching(`${since}refused the connection$`) as unknown,
      isDestinationDown: true,
      cause: undefined,
    });
    await expect(failing('held-back-later')).rejects.toThrow(new RegExp(`${since}refused the connection$`));
  });

  test('makes one group of the probe that found it down still and of all that it holds back', async () => {
    const world = given({ erp: both.erp }, { 'erp.test': 503 });
    const failed = async (id: string) => {
      const error = await Promise.resolve(world.forwardEvent(givenEvent({ id }), context())).catch(
        (one: unknown) => one,
      );
      return fingerprint({ worker: 'forward', chain: readThrown(error) });
    };
    // oxlint-disable-next-line no-await-in-loop -- in a row
    for (let count = 0; count < 5; count += 1) await failed(`down${count}`);
    const heldBack = await failed('held-back');
    const halfOpen = async () => {
      const { breaker, revision } = (await world.breakers.get('erp'))!;
      await world.breakers.put(halfOpened(breaker, world.clock.now()), revision);
      world.clock.advance(3000);
    };
    await halfOpen();
    expect(await failed('probe')).toBe(heldBack);
    // Nobody has words for this one: the error itself is the probe's cause, and held-back events have none.
    world.answers['erp.test'] = new Error('something else');
    await halfOpen();
    const probe = await failed('other-probe');
    expect(probe).toBe(await failed('held-back-later'));
    expect(probe).not.toBe(heldBack);
  });

  test('leaves no marker of what was not posted, so that the replay is posted', async () => {
    const world = await givenDown();
    await expect(world.forwardEvent(givenEvent(), context())).rejects.toThrow(GiveUp);
    expect(world.table.items.has(`forward/${'e'.repeat(32)}/erp`)).toBe(false);
    expect(world.table.items.has(`forward/${'e'.repeat(32)}/crm`)).toBe(true);
  });

  test('is not asked for an event that it took before it went down', async () => {
    const world = given({ erp: both.erp });
    const first = await world.forwardEvent(givenEvent(), context());
    world.answers['erp.test'] = 503;
    for (let count = 0; count < 5; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in a row
      await expect(world.forwardEvent(givenEvent({ id: `down${count}` }), context())).rejects.toThrow(RetryLater);
    }
    expect(await world.forwardEvent(givenEvent(), context())).toEqual(first);
  });
});

test('neither the URL nor a secret nor the body is in an error or on a log line', async () => {
  const url = 'https://erp.test/hooks/tok_path?key=tok_query';
  for (const answer of [410, 500, new Error('connect ECONNREFUSED'), new GiveUp('not allowed')] as const) {
    const world = given({ erp: destination(url), crm: 'invalid' }, { 'erp.test': answer });
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const error = await Promise.resolve(world.forwardEvent(givenEvent(), context())).catch((thrown: unknown) => thrown);
    expect(`${(error as Error).stack} ${world.log.text()}`).not.toMatch(/tok_|MfKQ9r8|evt_1/);
  }
});
