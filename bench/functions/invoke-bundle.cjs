// Loads one bundle and invokes its handler, as Lambda does in a fresh environment, and says what that took. Plain JavaScript: no
// loader of ours is measured along.
const { readFileSync, writeSync } = require('node:fs');

/** Lambda's longest: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const TIMEOUT_SECONDS_MAX = 900;

const { bundle, event, invocations = 0, timeoutSeconds = TIMEOUT_SECONDS_MAX } = JSON.parse(process.argv[2] ?? '');
const text = event && readFileSync(event, 'utf8');

/** @param {NodeJS.CpuUsage} [since] left out: since the process began */
const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Each invocation has the function's whole time before it, as in Lambda. */
const newContext = (startedMs = performance.now()) => ({
  awsRequestId: 'b8a1d2c3-64f5-4e07-9a18-0c2d3e4f5a6b',
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${process.env['AWS_LAMBDA_FUNCTION_NAME']}`,
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: 'bench',
  getRemainingTimeInMillis: () => Math.max(0, timeoutSeconds * 1000 - (performance.now() - startedMs)),
});

async function measure() {
  const builtInsBefore = new Set(loadedBuiltIns());
  const started = process.cpuUsage();
  const { handler } = require(bundle);
  const loadCpuMs = cpuMs(started);
  const builtIns = loadedBuiltIns().filter((name) => !builtInsBefore.has(name)).length;
  // What the code has begun while it was loaded (a source list on its way) runs on from here.
  let answer;
  if (text) answer = await handler(JSON.parse(text), newContext());
  const toAnswer = { cpuMs: cpuMs(), wallMs: performance.now() };
  const warmCpuMs = await invokeAgain(handler);
  return { loadCpuMs, builtIns, toAnswer, warmCpuMs, answer };
}

/**
 * Modules of Node's own, and what they bring themselves: nothing tells them but a property that Node does not document.
 * @returns {string[]}
 */
const loadedBuiltIns = () => Reflect.get(process, 'moduleLoadList');

/**
 * First as many unmeasured, for the compiler; then each one's share of the rest.
 * @param {(event: unknown, context: unknown) => unknown} handler
 */
async function invokeAgain(handler) {
  if (invocations === 0) return 0;
  for (let count = 0; count < invocations; count += 1) await handler(JSON.parse(text), newContext());
  const started = process.cpuUsage();
  for (let count = 0; count < invocations; count += 1) await handler(JSON.parse(text), newContext());
  return cpuMs(started) / invocations;
}

measure().then(
  (measured) => {
    writeSync(3, JSON.stringify(measured));
    process.exit(0);
  },
  (error) => {
    writeSync(2, `${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
