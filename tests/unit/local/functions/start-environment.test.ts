import { createTinyFunctions, type TinyFunctions } from './tiny-functions.ts';
import type { FunctionError, Outcome } from '../../../../local/functions/outcome.ts';

let tiny: TinyFunctions;
beforeAll(() => {
  tiny = createTinyFunctions();
});
afterAll(() => tiny.remove());

function resultOf(outcome: Outcome): unknown {
  if ('error' in outcome) throw new Error(`The function failed: ${outcome.error.errorMessage}`);
  return JSON.parse(outcome.result);
}

function errorOf(outcome: Outcome): FunctionError {
  if ('error' in outcome) return outcome.error;
  throw new Error(`The function succeeded: ${outcome.result}`);
}

test('a handler gets its event and answers with JSON', async () => {
  const environment = tiny.environmentOf('exports.handler = async (event) => ({ twice: event.n * 2 });');
  expect(resultOf(await environment.invoke('r-1', '{"n":21}'))).toEqual({ twice: 42 });
});

test('a handler that returns nothing answers null', async () => {
  const environment = tiny.environmentOf('exports.handler = async () => {};');
  expect(resultOf(await environment.invoke('r-1', '{}'))).toBeNull();
});

test('an environment keeps what the module holds between invocations', async () => {
  const environment = tiny.environmentOf('let n = 0; exports.handler = async () => (n += 1);');
  await environment.invoke('r-1', '{}');
  expect(resultOf(await environment.invoke('r-2', '{}'))).toBe(2);
});

test('a handler sees its own variables and nothing of the shell', async () => {
  process.env['SHELL_SECRET'] = 'must not be seen';
  const environment = tiny.environmentOf('exports.handler = async () => ({ ...process.env });');
  const seen = resultOf(await environment.invoke('r-1', '{}'));
  delete process.env['SHELL_SECRET'];
  expect(seen).toEqual({ GREETING: 'hello', NODE_OPTIONS: expect.stringContaining('loopback-only.cjs') });
});

test('the context says what Lambda says', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });',
  );
  expect(resultOf(await environment.invoke('r-7', '{}'))).toEqual({
    awsRequestId: 'r-7',
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'tests-local-tiny',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:tests-local-tiny',
    logGroupName: '/aws/lambda/tests-local-tiny',
    logStreamName: 'local',
    memoryLimitInMB: '128',
    remaining: expect.any(Number),
  });
});

test('the remaining time counts down from the time-out, and loading the code takes nothing of it', async () => {
  const environment = tiny.environmentOf(
    `const until = Date.now() + 300;
     while (Date.now() < until);
     exports.handler = async (event, context) => {
       const first = context.getRemainingTimeInMillis();
       await new Promise((resolve) => setTimeout(resolve, 50));
       return [first, context.getRemainingTimeInMillis()];
     };`,
    { timeoutSeconds: 60 },
  );
  for (const requestId of ['r-1', 'r-2']) {
    const [first, second] = resultOf(await environment.invoke(requestId, '{}')) as [number, number];
    expect(first).toBeGreaterThan(59_750);
    expect(first).toBeLessThanOrEqual(60_000);
    expect(first - second).toBeGreaterThanOrEqual(49);
  }
});

test('a throw is described by type, message and stack, and the environment lives on', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = async (event) => { if (event.bad) throw new RangeError("no"); return "ok"; };',
  );
  const error = errorOf(await environment.invoke('r-1', '{"bad":true}'));
  expect(error).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' });
  expect(error.trace?.[0]).toBe('RangeError: no');
  expect(environment.ended).toBe(false);
  expect(resultOf(await environment.invoke('r-2', '{}'))).toBe('ok');
});

test('an invocation past its time-out ends with its environment', async () => {
  const environment = tiny.environmentOf('exports.handler = () => new Promise(() => setInterval(() => {}, 1000));', {
    timeoutSeconds: 0.2,
  });
  expect(errorOf(await environment.invoke('r-1', '{}'))).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: r-1 Error: Task timed out after 0.20 seconds',
  });
  expect(environment.ended).toBe(true);
});

test('even an endless loop is ended by the time-out', async () => {
  const environment = tiny.environmentOf('exports.handler = async () => { for (;;); };', { timeoutSeconds: 0.2 });
  expect(errorOf(await environment.invoke('r-1', '{}')).errorType).toBe('Sandbox.Timedout');
});

test('running out of memory ends the environment and fails the invocation', async () => {
  const hungry =
    'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); };';
  const environment = tiny.environmentOf(hungry, { memoryMegabytes: 24, timeoutSeconds: 30 });
  expect(errorOf(await environment.invoke('r-1', '{}'))).toEqual({
    errorType: 'Runtime.OutOfMemory',
    errorMessage: 'RequestId: r-1 Error: Runtime ran out of memory',
  });
  expect(environment.ended).toBe(true);
});

test.each([
  ['process.exit(3)', 'RequestId: r-1 Error: Runtime exited with error: exit status 3'],
  ['process.exit(0)', 'RequestId: r-1 Error: Runtime exited without providing a reason'],
])('%s inside a handler is a Runtime.ExitError', async (code, errorMessage) => {
  const environment = tiny.environmentOf(`exports.handler = () => new Promise(() => ${code});`);
  expect(errorOf(await environment.invoke('r-1', '{}'))).toEqual({ errorType: 'Runtime.ExitError', errorMessage });
});

test('an exception outside the handler fails the invocation under way', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = () => new Promise(() => setImmediate(() => { throw new TypeError("late"); }));',
  );
  expect(errorOf(await environment.invoke('r-1', '{}'))).toMatchObject({
    errorType: 'TypeError',
    errorMessage: 'late',
  });
  expect(environment.ended).toBe(true);
});

test('an unhandled rejection fails the invocation under way', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = () => new Promise(() => { Promise.reject(new Error("lost")); });',
  );
  const error = errorOf(await environment.invoke('r-1', '{}'));
  expect(error).toMatchObject({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'lost' });
});

test.each([
  ['throw new SyntaxError("bad module");', { errorType: 'SyntaxError', errorMessage: 'bad module' }],
  [
    'exports.other = 1;',
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'handler is undefined or not exported' },
  ],
  ['exports.handler = (event, context, done) => done();', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
])('a module that cannot serve fails the invocation: %s', async (code, expected) => {
  expect(errorOf(await tiny.environmentOf(code).invoke('r-1', '{}'))).toMatchObject(expected);
});

test('a value that is not JSON fails the invocation', async () => {
  const environment = tiny.environmentOf('exports.handler = async () => 1n;');
  expect(errorOf(await environment.invoke('r-1', '{}')).errorMessage).toBe('Unable to stringify response body');
});

test('what a function prints arrives line by line and is told with the outcome', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = async () => { console.log("one\\ntwo"); console.error("three"); return 1; };',
  );
  const outcome = await environment.invoke('r-1', '{}');
  expect(outcome.log.split('\n').toSorted()).toEqual(['one', 'three', 'two']);
  expect(tiny.log).toEqual(expect.arrayContaining(['one', 'two', 'three']));
});

// Each print after the first waits in the thread until its owner has read the one before: the log is later than the answer.
const talkative = `
  for (const line of ["a", "b", "c"]) { console.log("out " + event + line); console.error("err " + event + line); }
  process.stdout.write("rest " + event);
`;

const talk = (event: number) =>
  [...['a', 'b', 'c'].flatMap((line) => [`out ${event}${line}`, `err ${event}${line}`]), `rest ${event}`].toSorted();

test('each outcome has all that its invocation printed and nothing of another one, however fast they follow', async () => {
  const numbers = Array.from({ length: 100 }, (_, number) => number);
  const environments = [1, 2, 3].map(() =>
    tiny.environmentOf(`exports.handler = async (event) => { ${talkative} return event; };`),
  );
  await Promise.all(
    environments.map(async (environment) => {
      for (const number of numbers) {
        const outcome = await environment.invoke(`r-${number}`, String(number));
        expect(outcome.log.split('\n').toSorted()).toEqual(talk(number));
      }
    }),
  );
});

test.each([
  ['throws outside of it', 'setImmediate(() => { throw new Error("late"); })'],
  ['ends the process', 'process.exit(3)'],
])('what a function prints before it %s is told as well, and why it ended comes last', async (_, ending) => {
  const environment = tiny.environmentOf(
    `exports.handler = (event) => new Promise(() => { ${talkative} ${ending}; });`,
  );
  const lines = (await environment.invoke('r-1', '7')).log.split('\n');
  expect(lines.slice(0, 7).toSorted()).toEqual(talk(7));
  expect(lines[7]).toMatch(/^ERROR /);
});

test('a function that reads along with its log, or ends it, is answered all the same', async () => {
  const nosy = tiny.environmentOf(
    'exports.handler = async () => { process.stdout.write = () => true; console.error("seen"); return 1; };',
  );
  expect(await nosy.invoke('r-1', '{}')).toMatchObject({ log: 'seen', result: '1' });
  const silent = tiny.environmentOf('exports.handler = async () => { process.stdout.end("bye"); return 1; };');
  expect(await silent.invoke('r-1', '{}')).toMatchObject({ log: 'bye', result: '1' });
  expect(await silent.invoke('r-2', '{}')).toMatchObject({ log: '', result: '1' });
});

test('a function cannot leave the machine', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = () => fetch("http://192.0.2.1/").then(() => "left", (error) => error.cause.code);',
  );
  expect(resultOf(await environment.invoke('r-1', '{}'))).toBe('ELOCALONLY');
});

test('an environment that is killed at work fails its invocation in the words of Lambda, and answers no more', async () => {
  const environment = tiny.environmentOf(
    'exports.handler = () => { console.log("at work"); return new Promise(() => undefined); };',
  );
  const before = tiny.log.length;
  const outcome = environment.invoke('r-9', '{}');
  while (!tiny.log.slice(before).includes('at work')) await new Promise((resolve) => setTimeout(resolve, 5));
  environment.kill();
  expect(errorOf(await outcome)).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: r-9 Error: Runtime exited with error: signal: killed',
  });
  expect(environment.ended).toBe(true);
});
