// One Lambda execution environment: loads the bundle once, then answers one invocation after the other.
import '../loopback-only.cjs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from './outcome.ts';
import type { LogStream, ThreadInvocation, ThreadReport, ThreadSetup } from './thread-messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

if (parentPort === null) throw new Error('This file is the inside of a function environment; `npm start` starts it.');
const owner = parentPort;
const setup: ThreadSetup = workerData;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
const report = (message: ThreadReport) => owner.postMessage(message);

process.setSourceMapsEnabled(true);
process.on('uncaughtException', (error) => crash(error, undefined));
process.on('unhandledRejection', (reason) => crash(reason, 'Runtime.UnhandledPromiseRejection'));

// From before the function's code is loaded, because that may replace `write` to read along.
const logs = (['stdout', 'stderr'] as const).map(trackLog);

const handler = loadHandler();
if (handler !== undefined) {
  owner.on('message', (invocation: ThreadInvocation) => void invoke(handler, invocation));
  report({ kind: 'ready' });
}

function loadHandler(): Handler | undefined {
  try {
    const exported: unknown = createRequire(setup.bundle)(setup.bundle)[setup.exportName];
    if (!isHandler(exported))
      throw namedError('Runtime.HandlerNotFound', `${setup.exportName} is undefined or not exported`);
    // The nodejs24.x runtime no longer passes a callback, so such a handler would never answer.
    if (exported.length >= 3) {
      throw namedError('Runtime.CallbackHandlerDeprecated', 'nodejs24.x takes no callback: make the handler async');
    }
    return exported;
  } catch (error) {
    crash(error, undefined);
    return undefined;
  }
}

function isHandler(exported: unknown): exported is Handler {
  return typeof exported === 'function';
}

async function invoke(handle: Handler, { requestId, event, deadline }: ThreadInvocation): Promise<void> {
  try {
    const value = await handle(JSON.parse(event), contextOf(requestId, deadline));
    const result = toJson(value);
    report({ kind: 'finished', result, printedTo: endLogs() });
  } catch (error) {
    report({ kind: 'failed', error: describeError(error), printedTo: endLogs() });
  }
}

/** A mark costs as much as an invocation that does nothing: where nothing was printed there is none, and none is waited for. */
function trackLog(name: LogStream) {
  const stream = process[name];
  const write = stream.write.bind(stream);
  let isPrintedTo = false;
  stream.write = new Proxy(write, {
    apply(target, _stream, chunk) {
      isPrintedTo = true;
      return Reflect.apply(target, stream, chunk);
    },
  });
  return {
    name,
    /** False when nothing of this stream can be on its way. */
    end(): boolean {
      // What the function has ended itself ends on the other side as well.
      if (!stream.writable) return true;
      if (!isPrintedTo) return false;
      isPrintedTo = false;
      write(`${setup.endOfLog}\n`);
      return true;
    },
  };
}

const endLogs = (): readonly LogStream[] => logs.filter((log) => log.end()).map(({ name }) => name);

function contextOf(requestId: string, deadline: number) {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memoryMegabytes),
    logGroupName: `/aws/lambda/${setup.functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw new Error('Unable to stringify response body', { cause: error });
  }
}

function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function describeError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** Reports, then ends the thread: what the code left behind in it cannot be trusted any more. */
function crash(error: unknown, errorType: string | undefined): void {
  const described = describeError(error);
  report({ kind: 'crashed', error: { ...described, errorType: errorType ?? described.errorType } });
  process.exit(1);
}
