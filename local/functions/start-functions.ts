import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { buildFunctions } from './build-functions.ts';
import { createFunctionPool } from './create-function-pool.ts';
import { environmentVariables } from './environment-variables.ts';
import type { LocalFunction } from './local-function.ts';
import { FunctionNotFound, RequestTooLarge, invocationBytesMax, type FunctionError, type Outcome } from './outcome.ts';
import { startEnvironment } from './start-environment.ts';
import { createTurns } from './take-turns.ts';

export interface Functions {
  /** Runs a function by its full name; `event` is JSON text. Throws the errors that a caller of Lambda would get. */
  readonly invoke: (functionName: string, event: string) => Promise<Outcome>;
  describe(functionName: string): LocalFunction;
  /** Makes the functions for which `affected` is true start afresh with their next invocation. */
  recycle(affected: (local: LocalFunction) => boolean): void;
  /**
   * Ends one environment without mercy, one that is at work if there is any. @param draw from 0 to 1, which of them
   * @returns the short name of its function, if there was one
   */
  killEnvironment(draw: number): string | undefined;
  close(): Promise<void>;
}

export interface FunctionsSettings {
  readonly functions: readonly LocalFunction[];
  readonly serviceDirectory: string;
  readonly outputDirectory: string;
  /** See buildFunctions. */
  readonly keptIn?: string | undefined;
  readonly esbuild: Readonly<Record<string, unknown>>;
  readonly awsUrl: string;
  readonly region: string;
  readonly enforceTimeouts: boolean;
  readonly writeLog: (local: LocalFunction, line: string, requestId: string) => void;
  readonly onRebuilt: (shortNames: readonly string[]) => void;
  readonly onBuildFailed: (messages: string) => void;
  /** Called once for code that cannot be loaded, however often that is tried. */
  readonly onLoadFailed: (shortName: string, reason: string) => void;
}

/** One that waits for the disk leaves its core to another. */
const loadsPerCore = 2;

export async function startFunctions(settings: FunctionsSettings): Promise<Functions> {
  const build = await buildFunctions({
    ...settings,
    modulePaths: [...new Set(settings.functions.map(({ modulePath }) => modulePath))],
    onRebuilt(modulePaths) {
      const affected = settings.functions.filter(({ modulePath }) => modulePaths.includes(modulePath));
      recycle((local) => affected.includes(local));
      settings.onRebuilt(affected.map(({ shortName }) => shortName));
    },
    onFailed: settings.onBuildFailed,
  });
  const place = { awsUrl: settings.awsUrl, region: settings.region, taskRoot: settings.outputDirectory };
  // Loading is work for a core. All at once, as after a start that finds full queues, each would take longer than the ten
  // seconds that it may, be ended and begin again, for ever. A debugger may hold one for as long as it likes.
  const takeTurn = settings.enforceTimeouts ? createTurns(loadsPerCore * availableParallelism()) : undefined;
  const pools = new Map(settings.functions.map((local) => [local.name, { local, pool: poolOf(local) }]));

  const broken = new Set<LocalFunction>();

  function noteLoad(local: LocalFunction, failure: FunctionError | undefined): void {
    const isNew = failure !== undefined && !broken.has(local);
    if (failure === undefined) broken.delete(local);
    else broken.add(local);
    if (isNew) settings.onLoadFailed(local.shortName, failure.errorMessage);
  }

  function poolOf(local: LocalFunction) {
    const start = () => {
      const environment = startEnvironment(local, {
        bundle: build.bundleOf(local.modulePath),
        variables: environmentVariables(local, place),
        codeCache: build.codeCache(),
        enforceTimeout: settings.enforceTimeouts,
        writeLog: (line, requestId) => settings.writeLog(local, line, requestId),
      });
      void environment.loaded.then((failure) => noteLoad(local, failure));
      return environment;
    };
    return createFunctionPool(local, start, takeTurn);
  }

  function find(functionName: string) {
    const found = pools.get(functionName);
    if (found !== undefined) return found;
    throw new FunctionNotFound(`Function not found: ${functionName}`);
  }

  function recycle(affected: (local: LocalFunction) => boolean): void {
    for (const { local, pool } of pools.values()) {
      if (!affected(local)) continue;
      broken.delete(local);
      pool.recycle();
    }
  }

  function killEnvironment(draw: number): string | undefined {
    const live = [...pools.values()].flatMap(({ local, pool }) =>
      pool.environments().map((environment) => ({ ...environment, shortName: local.shortName })),
    );
    const busy = live.filter(({ isBusy }) => isBusy);
    const candidates = busy.length > 0 ? busy : live;
    const chosen = candidates[Math.floor(draw * candidates.length)];
    chosen?.kill();
    return chosen?.shortName;
  }

  return {
    recycle,
    killEnvironment,
    describe: (functionName) => find(functionName).local,
    async invoke(functionName, event) {
      const { pool } = find(functionName);
      const bytes = Buffer.byteLength(event);
      if (bytes > invocationBytesMax) {
        throw new RequestTooLarge(`Request must be smaller than ${invocationBytesMax} bytes; this one has ${bytes}`);
      }
      return withinResponseLimit(await pool.invoke(randomUUID(), event));
    },
    async close() {
      await build.close();
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()));
    },
  };
}

// Lambda leaves room for a hundred bytes of envelope above the 6 MB.
const responseBytesMax = invocationBytesMax + 100;

function withinResponseLimit(outcome: Outcome): Outcome {
  if (!('result' in outcome) || Buffer.byteLength(outcome.result) <= responseBytesMax) return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${responseBytesMax} bytes).`;
  const { requestId, log } = outcome;
  return { requestId, log, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}
