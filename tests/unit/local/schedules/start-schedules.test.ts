import { FunctionNotFound, type Outcome } from '../../../../local/functions/outcome.ts';
import { startSchedules, type RunningSchedules } from '../../../../local/schedules/start-schedules.ts';
import { tinyFunction } from '../functions/tiny-functions.ts';

// A minute of EventBridge passes in 10 ms.
const speed = 6000;

let running: RunningSchedules | undefined;
let answerAll: () => void = () => undefined;
afterEach(async () => {
  answerAll();
  await running?.close();
});

/** Functions that answer when the test says so. */
function start(answer?: Outcome | Error, everySeconds = 60) {
  const events: string[] = [];
  const log: string[] = [];
  const changed = new EventTarget();
  const unanswered: ((outcome: Outcome) => void)[] = [];
  const finish = () => unanswered.splice(0).forEach((resolve) => resolve({ requestId: 'r', log: '', result: 'null' }));
  answerAll = finish;
  let count = 0;
  const eventAt = () => `{"number":${(count += 1)}}`;
  const schedules = [{ logicalId: 'TickRule', everySeconds, functionName: tinyFunction.name, eventAt }];
  running = startSchedules({
    schedules,
    speed,
    log(shortName, line) {
      log.push(`${shortName} | ${line}`);
      changed.dispatchEvent(new Event('changed'));
    },
    functions: {
      describe: (name) => {
        if (name === tinyFunction.name) return tinyFunction;
        throw new FunctionNotFound(name);
      },
      async invoke(_name, event) {
        events.push(event);
        changed.dispatchEvent(new Event('changed'));
        if (answer instanceof Error) throw answer;
        return answer ?? new Promise((resolve) => unanswered.push(resolve));
      },
    },
  });
  return {
    events,
    log,
    finish,
    until: async (isReached: () => boolean) => {
      while (!isReached()) await new Promise((next) => changed.addEventListener('changed', next, { once: true }));
    },
  };
}

const done: Outcome = { requestId: 'r', log: '', result: 'null' };

test('a function is invoked again and again, the first time after one interval, each time with a new event', async () => {
  const startedAt = performance.now();
  const { events, log, until } = start(done);
  await until(() => events.length === 1);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(9);
  await until(() => events.length === 3);
  expect(events.slice(0, 3)).toEqual(['{"number":1}', '{"number":2}', '{"number":3}']);
  expect(log).toEqual([]);
});

test('an invocation that outlasts the interval is not joined by a second one', async () => {
  const { events, until, finish } = start();
  await until(() => events.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events).toHaveLength(1);
  finish();
  await until(() => events.length === 2);
});

test.each([
  [{ requestId: 'r', log: '', error: { errorType: 'TypeError', errorMessage: 'no' } }, 'TypeError: no'],
  [new Error('Rate exceeded'), 'Error: Rate exceeded'],
])('a failed invocation is logged, and the next one comes all the same', async (answer, reason) => {
  const { events, log, until } = start(answer);
  await until(() => events.length >= 2 && log.length > 0);
  expect(log[0]).toBe(`tiny | the invocation by TickRule failed (${reason}); the next one is due`);
});

test('closing waits for the invocation under way and begins no other', async () => {
  const { events, until, finish } = start();
  await until(() => events.length === 1);
  let isClosed = false;
  const closed = running?.close().then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(isClosed).toBe(false);
  finish();
  await closed;
  expect(events).toHaveLength(1);
});

test('an interval longer than the longest timer does not fire at once', async () => {
  const thirtyDays = 2_592_000;
  const { events } = start(done, thirtyDays * speed);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(events).toEqual([]);
});

test('a target that is no function of the template is refused at the start', () => {
  const schedules = [{ logicalId: 'TickRule', everySeconds: 60, functionName: 'other', eventAt: () => '' }];
  const functions = {
    describe: (name: string) => {
      throw new FunctionNotFound(name);
    },
    invoke: async () => done,
  };
  expect(() => startSchedules({ schedules, functions, speed, log: () => undefined })).toThrow(
    'TickRule: local mode schedules functions of this template only, not other.',
  );
});
