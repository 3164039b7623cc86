import { TooManyRequests, type Outcome } from './outcome.ts';
import type { LocalFunction } from './local-function.ts';
import type { Environment } from './start-environment.ts';

/** The environments of one function: idle ones are kept warm, new ones start on demand, up to the function's cap. */
export interface FunctionPool {
  /** Waits in line for an environment, at most as long as the function may run; then TooManyRequests. */
  invoke(requestId: string, event: string): Promise<Outcome>;
  /** New invocations get fresh environments; running ones finish in theirs. */
  recycle(): void;
  close(): Promise<void>;
}

interface Waiter {
  readonly take: (environment: Environment) => void;
  readonly timer: NodeJS.Timeout;
}

export function createFunctionPool(local: LocalFunction, start: () => Environment): FunctionPool {
  const live = new Set<Environment>();
  const retired = new WeakSet<Environment>();
  const waiters: Waiter[] = [];
  let idle: Environment[] = [];

  function acquire(): Promise<Environment> {
    const warm = takeWarm();
    if (warm !== undefined) return Promise.resolve(warm);
    if (live.size < local.concurrencyMax) return Promise.resolve(startOne());
    const { promise, resolve, reject } = Promise.withResolvers<Environment>();
    const timer = setTimeout(() => {
      waiters.splice(waiters.indexOf(waiter), 1);
      reject(new TooManyRequests(`Rate exceeded: all ${local.concurrencyMax} environments of ${local.name} are busy`));
    }, local.timeoutSeconds * 1000);
    const waiter: Waiter = { take: resolve, timer };
    if (local.concurrencyMax > 0) waiters.push(waiter);
    else reject(new TooManyRequests(`Rate exceeded: ${local.name} has a reserved concurrency of 0`));
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

  function startOne(): Environment {
    const environment = start();
    live.add(environment);
    return environment;
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
      const environment = await acquire();
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
    },
    async close() {
      await Promise.all([...live].map((environment) => environment.close()));
    },
  };
}
