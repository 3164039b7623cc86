import { Worker } from 'node:worker_threads';
import { describeExit, describeLoss } from './describe-loss.ts';
import { eachLine } from './each-line.ts';
import type { FunctionError, Outcome } from './outcome.ts';
import type { LocalFunction } from './local-function.ts';
import type { ThreadInvocation, ThreadReport, ThreadSetup } from './thread-messages.ts';

/** One worker thread that runs one invocation at a time. Once `ended`, it answers no more and is replaced. */
export interface Environment {
  readonly ended: boolean;
  invoke(requestId: string, event: string): Promise<Outcome>;
  close(): Promise<void>;
}

export interface EnvironmentSettings {
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  /** False while a debugger is welcome: a thread that stands at a breakpoint must not be ended under it. */
  readonly enforceTimeout: boolean;
  readonly writeLog: (line: string) => void;
}

interface Running {
  readonly requestId: string;
  readonly settle: (outcome: Outcome) => void;
  readonly lines: string[];
  timer?: NodeJS.Timeout;
}

// Lambda gives the code ten seconds to load before the function's own time-out begins to count.
const initSecondsMax = 10;
// The longest time-out that Lambda knows: what code under a debugger is told it has.
const timeoutSecondsMax = 900;
const thread = new URL('./environment-thread.ts', import.meta.url);

export function startEnvironment(local: LocalFunction, settings: EnvironmentSettings): Environment {
  const worker = new Worker(thread, {
    workerData: {
      bundle: settings.bundle,
      exportName: local.exportName,
      functionName: local.name,
      functionArn: local.arn,
      memoryMegabytes: local.memoryMegabytes,
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
    if (report.kind === 'finished') return finish({ result: report.result });
    return report.kind === 'failed' ? finish({ error: report.error }) : end(report.error);
  });
  worker.on('error', (error) => end(describeLoss(error)));
  worker.on('exit', (code) => end(describeExit(code)));
  for (const stream of [worker.stdout, worker.stderr]) eachLine(stream, writeLine);

  function writeLine(line: string): void {
    running?.lines.push(line);
    settings.writeLog(line);
  }

  /** As Lambda's runtime does: who reads the log must not need the caller to see why. */
  function logError({ errorType, errorMessage, trace = [] }: FunctionError): void {
    const text = trace.length > 0 ? trace.join('\n') : errorMessage;
    for (const line of `ERROR ${errorType} ${text}`.split('\n')) writeLine(line);
  }

  function finish(ending: { result: string } | { error: FunctionError }): void {
    const finished = running;
    if (finished === undefined) return;
    clearTimeout(finished.timer);
    if ('error' in ending) logError(ending.error);
    // The thread's log travels on another channel than its answer and is at most one turn late.
    setImmediate(() => {
      if (running === finished) running = undefined;
      finished.settle({ requestId: finished.requestId, log: finished.lines.join('\n'), ...ending });
    });
  }

  function end(error: FunctionError): void {
    if (ended) return;
    ended = true;
    loaded.resolve();
    const requestId = running?.requestId ?? '';
    finish({ error: { ...error, errorMessage: error.errorMessage.replace('{requestId}', requestId) } });
    void worker.terminate();
  }

  function endAfter(seconds: number, invocation: Running, errorMessage: string): void {
    if (!settings.enforceTimeout) return;
    clearTimeout(invocation.timer);
    invocation.timer = setTimeout(() => end({ errorType: 'Sandbox.Timedout', errorMessage }), seconds * 1000);
  }

  return {
    get ended() {
      return ended;
    },
    async invoke(requestId, event) {
      const { promise, resolve: settle } = Promise.withResolvers<Outcome>();
      const invocation: Running = { requestId, settle, lines: [] };
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
    async close() {
      end({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: {requestId} Error: Local mode stopped' });
      await worker.terminate();
    },
  };
}
