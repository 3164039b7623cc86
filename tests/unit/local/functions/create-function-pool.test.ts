import { createFunctionPool } from '../../../../local/functions/create-function-pool.ts';
import { TooManyRequests, type FunctionError, type Outcome } from '../../../../local/functions/outcome.ts';
import type { Environment } from '../../../../local/functions/start-environment.ts';
import { createTurns } from '../../../../local/functions/take-turns.ts';
import { tinyFunction } from './tiny-functions.ts';

interface FakeEnvironment extends Environment {
  readonly number: number;
  closed: boolean;
  crash(): void;
}

/** Environments whose invocations end when the test says so. */
function createFakes() {
  const started: FakeEnvironment[] = [];
  const underWay = new Map<string, { on: number; finish: () => void }>();
  function start(): FakeEnvironment {
    let ended = false;
    const number = started.length + 1;
    const environment: FakeEnvironment = {
      number,
      closed: false,
      loaded: Promise.resolve(undefined),
      get ended() {
        return ended;
      },
      crash: () => {
        ended = true;
      },
      kill: () => environment.crash(),
      invoke(requestId) {
        const { promise, resolve } = Promise.withResolvers<Outcome>();
        underWay.set(requestId, { on: number, finish: () => resolve({ requestId, log: '', result: String(number) }) });
        return promise;
      },
      async close() {
        environment.closed = true;
      },
    };
    started.push(environment);
    return environment;
  }
  return { start, started, underWay };
}

async function until(isSo: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- until it is so
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an idle environment is used again before another one starts', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool(tinyFunction, fakes.start);
  for (const requestId of ['a', 'b']) {
    const outcome = pool.invoke(requestId, '{}');
    await settled();
    fakes.underWay.get(requestId)?.finish();
    await outcome;
  }
  expect(fakes.started).toHaveLength(1);
});

test('whoever kills sees which environments are at work; one that was killed is replaced', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool(tinyFunction, fakes.start);
  const outcome = pool.invoke('a', '{}');
  await settled();
  expect(pool.environments()).toMatchObject([{ isBusy: true }]);
  fakes.underWay.get('a')?.finish();
  await outcome;
  expect(pool.environments()).toMatchObject([{ isBusy: false }]);

  for (const { kill } of pool.environments()) kill();
  expect(pool.environments()).toEqual([]);
  const next = pool.invoke('b', '{}');
  await settled();
  fakes.underWay.get('b')?.finish();
  expect(await next).toMatchObject({ result: '2' });
});

test('no more environments load at once than there are turns, of whatever function they are', async () => {
  const fakes = createFakes();
  const takeTurn = createTurns(1);
  const loading = Promise.withResolvers<undefined>();
  const startSlowly = () => Object.assign(fakes.start(), { loaded: loading.promise });
  const pools = [startSlowly, fakes.start].map((start) => createFunctionPool(tinyFunction, start, takeTurn));
  const outcomes = pools.map((pool, index) => pool.invoke(`of-${index}`, '{}'));
  await settled();
  expect([...fakes.underWay.keys()]).toEqual(['of-0']);
  loading.resolve(undefined);
  await settled();
  expect([...fakes.underWay.keys()]).toEqual(['of-0', 'of-1']);
  for (const { finish } of fakes.underWay.values()) finish();
  await Promise.all(outcomes);
});

test('an environment whose turn comes after the end does not start', async () => {
  const fakes = createFakes();
  const turn = Promise.withResolvers<() => void>();
  const pool = createFunctionPool(tinyFunction, fakes.start, () => turn.promise);
  const outcome = pool.invoke('a', '{}');
  await pool.close();
  turn.resolve(() => undefined);
  await expect(outcome).rejects.toThrow(TooManyRequests);
  expect(fakes.started).toEqual([]);
});

test('no more environments run than the function may have, and callers wait in line', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool({ ...tinyFunction, concurrencyMax: 2 }, fakes.start);
  const outcomes = ['a', 'b', 'c', 'd'].map((requestId) => pool.invoke(requestId, '{}'));
  await until(() => fakes.underWay.size === 2);
  expect([...fakes.underWay.keys()]).toEqual(['a', 'b']);
  fakes.underWay.get('b')?.finish();
  await settled();
  expect([...fakes.underWay.keys()]).toEqual(['a', 'b', 'c']);
  for (const requestId of ['a', 'c']) fakes.underWay.get(requestId)?.finish();
  await settled();
  fakes.underWay.get('d')?.finish();
  expect((await Promise.all(outcomes)).map(({ requestId }) => requestId)).toEqual(['a', 'b', 'c', 'd']);
  expect(fakes.started).toHaveLength(2);
});

test('whoever comes while one is at work gets that one, if it is free soon', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool(tinyFunction, fakes.start);
  const outcomes = ['a', 'b', 'c'].map((requestId) => pool.invoke(requestId, '{}'));
  for (const requestId of ['a', 'b', 'c']) {
    await settled();
    fakes.underWay.get(requestId)?.finish();
  }
  await Promise.all(outcomes);
  expect(fakes.started).toHaveLength(1);
});

test('code that does not load is not loaded again for every event; whoever waits is told why, until there is new code', async () => {
  const fakes = createFakes();
  const failure: FunctionError = { errorType: 'Error', errorMessage: 'It lacks QUEUE_URL' };
  const loading = Promise.withResolvers<FunctionError | undefined>();
  const startBroken = () => {
    const environment = Object.assign(fakes.start(), { loaded: loading.promise });
    environment.crash();
    return environment;
  };
  let start: () => Environment = startBroken;
  const pool = createFunctionPool({ ...tinyFunction, concurrencyMax: 1 }, () => start());
  const first = pool.invoke('first', '{}');
  const waiting = pool.invoke('waiting', '{}');
  await settled();
  loading.resolve(failure);
  expect(await waiting).toMatchObject({ requestId: 'waiting', error: failure });
  expect(await pool.invoke('later', '{}')).toMatchObject({ requestId: 'later', error: failure });
  expect(fakes.started).toHaveLength(1);
  fakes.underWay.get('first')?.finish();
  await first;

  start = fakes.start;
  pool.recycle();
  const repaired = pool.invoke('repaired', '{}');
  await settled();
  fakes.underWay.get('repaired')?.finish();
  expect(await repaired).toMatchObject({ result: '2' });
});

test('a caller that waits longer than the function may run is throttled', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool({ ...tinyFunction, concurrencyMax: 1, timeoutSeconds: 0.05 }, fakes.start);
  const first = pool.invoke('a', '{}');
  await expect(pool.invoke('b', '{}')).rejects.toThrow(
    'Rate exceeded: all 1 environments of tests-local-tiny are busy',
  );
  fakes.underWay.get('a')?.finish();
  await expect(first).resolves.toMatchObject({ requestId: 'a' });
});

test('a reserved concurrency of 0 throttles every caller at once', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool({ ...tinyFunction, concurrencyMax: 0 }, fakes.start);
  await expect(pool.invoke('a', '{}')).rejects.toThrow('reserved concurrency of 0');
});

test('after a recycle the running invocation finishes and the next one gets a fresh environment', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool(tinyFunction, fakes.start);
  const old = pool.invoke('old', '{}');
  await settled();
  pool.recycle();
  const next = pool.invoke('next', '{}');
  await settled();
  expect(fakes.underWay.get('next')?.on).toBe(2);
  for (const { finish } of fakes.underWay.values()) finish();
  await expect(Promise.all([old, next])).resolves.toMatchObject([{ result: '1' }, { result: '2' }]);
  expect(fakes.started[0]?.closed).toBe(true);
  expect(fakes.started[1]?.closed).toBe(false);
});

test('an environment that crashed is replaced, also for the next in line', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool({ ...tinyFunction, concurrencyMax: 1 }, fakes.start);
  const outcomes = [pool.invoke('a', '{}'), pool.invoke('b', '{}')];
  await settled();
  fakes.started[0]?.crash();
  fakes.underWay.get('a')?.finish();
  await settled();
  expect(fakes.underWay.get('b')?.on).toBe(2);
  fakes.underWay.get('b')?.finish();
  await Promise.all(outcomes);
});

test('an environment that crashed while idle is not used', async () => {
  const fakes = createFakes();
  const pool = createFunctionPool(tinyFunction, fakes.start);
  const first = pool.invoke('a', '{}');
  await settled();
  fakes.underWay.get('a')?.finish();
  await first;
  fakes.started[0]?.crash();
  const second = pool.invoke('b', '{}');
  await settled();
  fakes.underWay.get('b')?.finish();
  await expect(second).resolves.toMatchObject({ result: '2' });
});
