// One Lambda execution environment: loads the bundle once, then answers one invocation after the other. Plain JavaScript,
// because a thread has its own copies of all modules: to strip types it would first load the compiler, 30 ms of every start.
'use strict';

require('../loopback-only.cjs');

const { createRequire, enableCompileCache, flushCompileCache } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const { mapStacks } = require('./map-stacks.cjs');
const { reportPrinted } = require('./report-printed.cjs');

/**
 * @import { FunctionError } from './outcome.ts'
 * @import { ThreadInvocation, ThreadReport, ThreadSetup } from './thread-messages.ts'
 * @typedef {(event: unknown, context: unknown) => unknown} Handler
 */

if (parentPort === null) throw new Error('This file is the inside of a function environment; `npm start` starts it.');
const owner = parentPort;
/** @type {ThreadSetup} */
const setup = workerData;
/** @param {ThreadReport} message */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
const report = (message) => owner.postMessage(message);

if (setup.codeCache !== undefined) enableCompileCache(setup.codeCache);
mapStacks(setup.bundle);
process.on('uncaughtException', (error) => crash(error, undefined));
process.on('unhandledRejection', (reason) => crash(reason, 'Runtime.UnhandledPromiseRejection'));
reportPrinted(report);

let isCodeCached = setup.codeCache === undefined;
const handler = loadHandler();
if (handler !== undefined) {
  owner.on('message', (/** @type {ThreadInvocation} */ invocation) => void invoke(handler, invocation));
  report({ kind: 'ready' });
}

/** @returns {Handler | undefined} */
function loadHandler() {
  try {
    /** @type {unknown} */
    const exported = createRequire(setup.bundle)(setup.bundle)[setup.exportName];
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

/**
 * @param {unknown} exported
 * @returns {exported is Handler}
 */
function isHandler(exported) {
  return typeof exported === 'function';
}

/**
 * @param {Handler} handle
 * @param {ThreadInvocation} invocation
 */
async function invoke(handle, { requestId, event, deadline }) {
  try {
    const value = await handle(JSON.parse(event), contextOf(requestId, deadline));
    report({ kind: 'finished', result: toJson(value) });
  } catch (error) {
    report({ kind: 'failed', error: describeError(error) });
  }
  keepCode();
}

/** After the first invocation, because by then everything that the next environment will need has been compiled. */
function keepCode() {
  if (isCodeCached) return;
  isCodeCached = true;
  setImmediate(flushCompileCache);
}

/**
 * @param {string} requestId
 * @param {number} deadline
 */
function contextOf(requestId, deadline) {
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

/** @param {unknown} value */
function toJson(value) {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw new Error('Unable to stringify response body', { cause: error });
  }
}

/**
 * @param {string} name
 * @param {string} message
 */
function namedError(name, message) {
  return Object.assign(new Error(message), { name });
}

/**
 * @param {unknown} error
 * @returns {FunctionError}
 */
function describeError(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/**
 * Reports, then ends the thread: what the code left behind in it cannot be trusted any more.
 * @param {unknown} error
 * @param {string | undefined} errorType
 */
function crash(error, errorType) {
  const described = describeError(error);
  report({ kind: 'crashed', error: { ...described, errorType: errorType ?? described.errorType } });
  process.exit(1);
}
