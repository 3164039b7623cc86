import { createLoadBackoff } from './load-backoff.ts';
import { TooManyRequests, type FunctionError, type Outcome } from './outcome.ts';
import type { LocalFunction } from './local-function.ts';
import { brokenEnvironment } from './broken-environment.ts';
import type { Environment } from './start-environment.ts';
import type { TakeTurn } from './take-turns.ts';

/** The environments of one function: idle ones are kept warm, new ones start on demand, up to the function's cap. */
export interface FunctionPool {
  /** Waits in line for an environment, at most as long as the function may run; then TooManyRequests. */
  invoke(requestId: string, event: string): Promise<Outcome>;
  /** New invocations get fresh environments; running ones finish in theirs. */
  recycle(): void;
  /** Those that live at this moment. */
  environments(): readonly { readonly isBusy: boolean; readonly kill: () => void }[];
  close(): Promise<void>;
}

interface Waiter {
  readonly take: (environment: Environment | Promise<Environment>) => void;
  readonly since: number;
}

/**
 * While others are at work, whoever comes waits so long for one of them before one more starts, which takes the work of dozens
 * of invocations to load and of hundreds until its code is fast. Lambda, too, gives a request to whichever is free first.
 */
const patienceMs = 200;

/** @param takeTurn waited for by every environment that starts, until it has loaded */
export function createFunctionPool(
  local: LocalFunction,
  start: () => Environment,
  takeTurn: TakeTurn = atOnce,
): FunctionPool {
  const live = new Set<Environment>();
  const retired = new WeakSet<Environment>();
  const waiters: Waiter[] = [];
  const backoff = createLoadBackoff();
  let idle: Environment[] = [];
  let starting = 0;
  let growing: NodeJS.Timeout | undefined;
  let isClosed = false;

  function acquire(): Promise<Environment> {
    const warm = takeWarm();
    if (warm !== undefined) return Promise.resolve(warm);
    if (local.concurrencyMax === 0) {
      return Promise.reject(new TooManyRequests(`Rate exceeded: ${local.name} has a reserved concurrency of 0`));
    }
    const isAnyComing = starting > 0 || [...live].some((one) => !one.ended && !retired.has(one));
    if (!isAnyComing && mayStart()) return startOne();
    const { promise, resolve, reject } = Promise.withResolvers<Environment>();
    const waiter: Waiter = { take: resolve, since: performance.now() };
    const timer = setTimeout(() => {
      waiters.splice(waiters.indexOf(waiter), 1);
      reject(new TooManyRequests(`Rate exceeded: all ${local.concurrencyMax} environments of ${local.name} are busy`));
    }, local.timeoutSeconds * 1000);
    waiters.push(waiter);
    growLater();
    return promise.finally(() => clearTimeout(timer));
  }

  /** The most recently used one is the warmest. One may have crashed while it was idle. */
  function takeWarm(): Environment | undefined {
    for (let warm = idle.pop(); warm !== undefined; warm = idle.pop()) {
      if (!warm.ended) return warm;
      discard(warm);
    }
    return undefined;
  }

  const mayStart = () => live.size + starting < local.concurrencyMax;

  function growLater(): void {
    if (growing !== undefined || !mayStart() || waiters.length === 0) return;
    growing = setTimeout(() => {
      growing = undefined;
      const [first] = waiters;
      const hasWaited = first !== undefined && performance.now() - first.since >= patienceMs;
      if (hasWaited && mayStart()) waiters.shift()?.take(startOne());
      growLater();
    }, patienceMs);
  }

  async function startOne(): Promise<Environment> {
    starting += 1;
    const endTurn = await takeTurn();
    starting -= 1;
    if (isClosed) {
      endTurn();
      throw new TooManyRequests(`Rate exceeded: ${local.name} is being stopped`);
    }
    const environment = start();
    live.add(environment);
    void environment.loaded.then(endTurn);
    void environment.loaded.then((failure) => noteLoad(environment, failure));
    return environment;
  }

  function noteLoad(environment: Environment, failure: FunctionError | undefined): void {
    if (retired.has(environment)) return;
    backoff.note(failure);
    if (failure !== undefined) for (const { take } of waiters.splice(0)) take(brokenEnvironment(failure));
  }

  function release(environment: Environment): void {
    if (environment.ended || retired.has(environment)) {
      discard(environment);
      if (waiters.length > 0) waiters.shift()?.take(startOne());
      return;
    }
    const next = waiters.shift();
    if (next === undefined) idle.push(environment);
    else next.take(environment);
  }

  function discard(environment: Environment): void {
    live.delete(environment);
    void environment.close();
  }

  return {
    async invoke(requestId, event) {
      const failure = backoff.failure();
      const environment = failure === undefined ? await acquire() : brokenEnvironment(failure);
      try {
        return await environment.invoke(requestId, event);
      } finally {
        release(environment);
      }
    },
    recycle() {
      for (const environment of idle) discard(environment);
      idle = [];
      for (const environment of live) retired.add(environment);
      backoff.forget();
    },
    environments: () =>
      [...live]
        .filter(({ ended }) => !ended)
        .map((environment) => ({ isBusy: !idle.includes(environment), kill: () => environment.kill() })),
    async close() {
      isClosed = true;
      clearTimeout(growing);
      await Promise.all([...live].map((environment) => environment.close()));
    },
  };
}

const atOnce: TakeTurn = async () => () => undefined;
