import { Worker } from 'node:worker_threads';
import { describeExit, describeLoss } from './describe-loss.ts';
import type { FunctionError, Outcome } from './outcome.ts';
import { createLineReader } from './line-reader.ts';
import type { LocalFunction } from './local-function.ts';
import type { ThreadInvocation, ThreadReport, ThreadSetup } from './thread-messages.ts';

/** One worker thread that runs one invocation at a time. Once `ended`, it answers no more and is replaced. */
export interface Environment {
  readonly ended: boolean;
  /** Resolves when the code is loaded, or when it is known that it never will be: then with why, where its code is to blame. */
  readonly loaded: Promise<FunctionError | undefined>;
  invoke(requestId: string, event: string): Promise<Outcome>;
  /** Ends it under whatever it is doing, as when its machine dies. */
  kill(): void;
  close(): Promise<void>;
}

export interface EnvironmentSettings {
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where environments find their code compiled; undefined: each compiles it anew. */
  readonly codeCache?: string;
  /** False while a debugger is welcome: a thread that stands at a breakpoint must not be ended under it. */
  readonly enforceTimeout: boolean;
  /** @param requestId empty for what was printed while no invocation ran */
  readonly writeLog: (line: string, requestId: string) => void;
}

interface Running {
  readonly requestId: string;
  readonly answer: (outcome: Outcome) => void;
  readonly lines: string[];
  ending?: Ending;
  timer?: NodeJS.Timeout;
}

type Ending = { readonly result: string } | { readonly error: FunctionError };

// Lambda gives the code ten seconds to load before the function's own time-out begins to count.
const initSecondsMax = 10;
// The longest time-out that Lambda knows: what code under a debugger is told it has.
const timeoutSecondsMax = 900;
// Lambda's own words for an environment that was ended from outside.
const killed = 'Runtime exited with error: signal: killed';
const thread = new URL('./environment-thread.cjs', import.meta.url);

export function startEnvironment(local: LocalFunction, settings: EnvironmentSettings): Environment {
  const worker = new Worker(thread, {
    workerData: {
      bundle: settings.bundle,
      exportName: local.exportName,
      functionName: local.name,
      functionArn: local.arn,
      memoryMegabytes: local.memoryMegabytes,
      codeCache: settings.codeCache,
    } satisfies ThreadSetup,
    env: { ...settings.variables },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: local.memoryMegabytes },
  });
  let running: Running | undefined;
  let ended = false;
  const loaded = Promise.withResolvers<FunctionError | undefined>();
  const readers = { stdout: createLineReader(writeLine), stderr: createLineReader(writeLine) };

  worker.on('message', (report: ThreadReport) => {
    if (report.kind === 'printed') return readers[report.stream].take(report.text);
    if (report.kind === 'ready') return loaded.resolve(undefined);
    if (report.kind === 'crashed') return loseCode(report.error);
    // What came first counts: an answer after the time-out is none.
    if (running?.ending !== undefined) return;
    return settle(report.kind === 'finished' ? { result: report.result } : { error: report.error });
  });
  worker.on('error', (error) => {
    loseCode(describeLoss(error));
    void worker.terminate();
  });
  // By then everything that the thread has said has arrived.
  worker.on('exit', (code) => {
    loseCode(describeExit(code));
    if (running?.ending !== undefined) settle(running.ending);
  });

  function writeLine(line: string): void {
    running?.lines.push(line);
    settings.writeLog(line, running?.requestId ?? '');
  }

  /** As Lambda's runtime does: who reads the log must not need the caller to see why. */
  function logError({ errorType, errorMessage, trace = [] }: FunctionError): void {
    const text = trace.length > 0 ? trace.join('\n') : errorMessage;
    for (const line of `ERROR ${errorType} ${text}`.split('\n')) writeLine(line);
  }

  function settle(ending: Ending): void {
    // What has ended already, and what was never asked, has nobody who waits for it.
    if (running === undefined) return;
    for (const reader of [readers.stdout, readers.stderr]) reader.end();
    clearTimeout(running.timer);
    if ('error' in ending) logError(ending.error);
    const { requestId, answer, lines } = running;
    running = undefined;
    answer({ requestId, log: lines.join('\n'), ...ending });
  }

  /** The first reason counts, and is told once the thread is gone: until then something may arrive that it has printed. */
  function lose(error: FunctionError): void {
    ended = true;
    loaded.resolve(undefined);
    if (running === undefined) return;
    const errorMessage = error.errorMessage.replace('{requestId}', running.requestId);
    running.ending ??= { error: { ...error, errorMessage } };
  }

  /** By its own doing: whoever loads the same code meets the same, where this one had not loaded it yet. */
  function loseCode(error: FunctionError): void {
    loaded.resolve(error);
    lose(error);
  }

  function end(error: FunctionError): void {
    lose(error);
    void worker.terminate();
  }

  function endAfter(seconds: number, invocation: Running, errorMessage: string): void {
    if (!settings.enforceTimeout) return;
    clearTimeout(invocation.timer);
    invocation.timer = setTimeout(() => end({ errorType: 'Sandbox.Timedout', errorMessage }), seconds * 1000);
  }

  return {
    loaded: loaded.promise,
    get ended() {
      return ended;
    },
    async invoke(requestId, event) {
      const { promise, resolve: answer } = Promise.withResolvers<Outcome>();
      const invocation: Running = { requestId, answer, lines: [] };
      running = invocation;
      endAfter(initSecondsMax, invocation, `RequestId: ${requestId} Error: The code took more than 10 s to load`);
      await loaded.promise;
      if (!ended) {
        const { timeoutSeconds } = local;
        const taskTimedOut = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
        endAfter(timeoutSeconds, invocation, `RequestId: ${requestId} Error: ${taskTimedOut}`);
        const deadline = Date.now() + (settings.enforceTimeout ? timeoutSeconds : timeoutSecondsMax) * 1000;
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
        worker.postMessage({ requestId, event, deadline } satisfies ThreadInvocation);
      }
      return promise;
    },
    kill() {
      end({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: {requestId} Error: ${killed}` });
    },
    async close() {
      end({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: {requestId} Error: Local mode stopped' });
      await worker.terminate();
    },
  };
}
