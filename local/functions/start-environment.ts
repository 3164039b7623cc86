import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { describeExit, describeLoss } from './describe-loss.ts';
import { eachLine } from './each-line.ts';
import type { FunctionError, Outcome } from './outcome.ts';
import type { LocalFunction } from './local-function.ts';
import type { ThreadInvocation, ThreadReport, ThreadSetup } from './thread-messages.ts';

/** One worker thread that runs one invocation at a time. Once `ended`, it answers no more and is replaced. */
export interface Environment {
  readonly ended: boolean;
  /** Resolves when the code is loaded, or when it is known that it never will be. */
  readonly loaded: Promise<void>;
  invoke(requestId: string, event: string): Promise<Outcome>;
  /** Ends it under whatever it is doing, as when its machine dies. */
  kill(): void;
  close(): Promise<void>;
}

export interface EnvironmentSettings {
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  /** False while a debugger is welcome: a thread that stands at a breakpoint must not be ended under it. */
  readonly enforceTimeout: boolean;
  /** @param requestId empty for what was printed while no invocation ran */
  readonly writeLog: (line: string, requestId: string) => void;
}

interface Running {
  readonly requestId: string;
  readonly settle: (outcome: Outcome) => void;
  readonly lines: string[];
  /** Streams that may still bring lines of this invocation. */
  readonly unread: Set<Readable>;
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
const thread = new URL('./environment-thread.ts', import.meta.url);

export function startEnvironment(local: LocalFunction, settings: EnvironmentSettings): Environment {
  // No function prints this by accident, so that nothing it prints is taken for the end of its log.
  const endOfLog = `\u0004${randomUUID()}`;
  const worker = new Worker(thread, {
    workerData: {
      bundle: settings.bundle,
      exportName: local.exportName,
      functionName: local.name,
      functionArn: local.arn,
      memoryMegabytes: local.memoryMegabytes,
      endOfLog,
    } satisfies ThreadSetup,
    env: { ...settings.variables },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: local.memoryMegabytes },
  });
  let running: Running | undefined;
  let ended = false;
  const loaded = Promise.withResolvers<void>();

  worker.on('message', (report: ThreadReport) => {
    if (report.kind === 'ready') return loaded.resolve();
    if (report.kind === 'crashed') return lose(report.error);
    const silent = (['stdout', 'stderr'] as const).filter((name) => !report.printedTo.includes(name));
    for (const name of silent) running?.unread.delete(worker[name]);
    return finish(report.kind === 'finished' ? { result: report.result } : { error: report.error });
  });
  worker.on('error', (error) => end(describeLoss(error)));
  worker.on('exit', (code) => end(describeExit(code)));
  const open = new Set([worker.stdout, worker.stderr]);
  for (const stream of open) {
    eachLine(stream, endOfLog, {
      line: writeLine,
      logEnded: () => markRead(stream),
      streamEnded: () => {
        open.delete(stream);
        markRead(stream);
      },
    });
  }

  function writeLine(line: string): void {
    running?.lines.push(line);
    settings.writeLog(line, running?.requestId ?? '');
  }

  /** As Lambda's runtime does: who reads the log must not need the caller to see why. */
  function logError({ errorType, errorMessage, trace = [] }: FunctionError): void {
    const text = trace.length > 0 ? trace.join('\n') : errorMessage;
    for (const line of `ERROR ${errorType} ${text}`.split('\n')) writeLine(line);
  }

  /** The first ending counts: what becomes of the environment afterwards does not change an answer. */
  function finish(ending: Ending): void {
    if (running === undefined || running.ending !== undefined) return;
    running.ending = ending;
    settleWhenRead();
  }

  function markRead(stream: Readable): void {
    running?.unread.delete(stream);
    settleWhenRead();
  }

  /** The thread's log travels on other channels than its answer and may be late by any number of turns. */
  function settleWhenRead(): void {
    if (running?.ending === undefined || running.unread.size > 0) return;
    const { requestId, settle, lines, ending, timer } = running;
    clearTimeout(timer);
    if ('error' in ending) logError(ending.error);
    running = undefined;
    settle({ requestId, log: lines.join('\n'), ...ending });
  }

  /** Of a thread that ends by itself: it must not be ended under what it has still to print. */
  function lose(error: FunctionError): void {
    ended = true;
    loaded.resolve();
    const requestId = running?.requestId ?? '';
    finish({ error: { ...error, errorMessage: error.errorMessage.replace('{requestId}', requestId) } });
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
      const { promise, resolve: settle } = Promise.withResolvers<Outcome>();
      const invocation: Running = { requestId, settle, lines: [], unread: new Set(open) };
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
