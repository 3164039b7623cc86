import { RetryLater } from '#shared/errors.ts';
import { beforeDeadline, NotStarted, startDeadline, storeInTime } from '#shared/lambda/deadline.ts';
import { systemClock } from '#shared/lambda/system.ts';
import type { Clock } from '#shared/ports.ts';
import { givenDeadline, passedDeadline } from '../../../support/given-deadline.ts';
import { fixedClock } from '../../../support/ports.ts';

/** All that was promised until now has been told. */
const settled = () => new Promise((resolve) => void setImmediate(resolve));

test.each([
  [60_000, 50_000, 55_000],
  [40_000, 30_000, 35_000],
  [30_000, 22_500, 26_250],
  [2_000, 1_500, 1_750],
])('of %i ms the work has %i and its results are stored until %i', async (leftMs, workMs, storeMs) => {
  const clock = fixedClock(0);
  const { signal, storeSignal } = startDeadline(() => leftMs, clock);
  const abortedAfter = async (ms: number) => {
    clock.advance(ms);
    await settled();
    return [signal.aborted, storeSignal.aborted];
  };
  expect(await abortedAfter(workMs - 1)).toEqual([false, false]);
  expect(await abortedAfter(1)).toEqual([true, false]);
  expect(await abortedAfter(storeMs - workMs - 1)).toEqual([true, false]);
  expect(await abortedAfter(1)).toEqual([true, true]);
});

test('an ended deadline leaves no timer behind and never aborts', async () => {
  const sleeping = new Set<Promise<void>>();
  const sleep: Clock['sleep'] = (ms, signal) => {
    const slept = systemClock.sleep(ms, signal);
    sleeping.add(slept);
    return slept.finally(() => sleeping.delete(slept));
  };
  const deadline = startDeadline(() => 60_000, { ...systemClock, sleep });
  expect(sleeping.size).toBe(2);
  deadline.end();
  await settled();
  expect(sleeping.size).toBe(0);
  expect([deadline.signal.aborted, deadline.storeSignal.aborted]).toEqual([false, false]);
});

test('the time for work is what is left until the abort, and never less than none', () => {
  let leftMs = 60_000;
  const { workMs, remainingMs, end } = startDeadline(() => leftMs, systemClock);
  expect([workMs(), remainingMs()]).toEqual([50_000, 60_000]);
  leftMs = 10_100;
  expect([workMs(), remainingMs()]).toEqual([100, 10_100]);
  leftMs = 9000;
  expect([workMs(), remainingMs()]).toEqual([0, 9000]);
  end();
});

test.each([60_000, 30_000, 2000, 1000])(
  'a function of %i ms has time left for each of working, storing, settling and answering',
  async (timeoutMs) => {
    const clock = fixedClock(0);
    const remainingMs = () => timeoutMs - clock.now().getTime();
    const { signal, storeSignal, answerMs } = startDeadline(remainingMs, clock);
    const ends = [0, Infinity, Infinity, answerMs(), timeoutMs];
    const note = (index: number) => () => (ends[index] = clock.now().getTime());
    signal.addEventListener('abort', note(1));
    storeSignal.addEventListener('abort', note(2));
    while (remainingMs() > 0) {
      clock.advance(25);
      await settled();
    }
    for (const [index, part] of ends.slice(1).entries()) expect(part - (ends[index] ?? 0)).toBeGreaterThanOrEqual(50);
  },
);

test('the remaining time is asked for anew each time', () => {
  let left = 5_000;
  const { remainingMs, end } = startDeadline(() => (left -= 1_000), systemClock);
  expect([remainingMs(), remainingMs()]).toEqual([3_000, 2_000]);
  end();
});

const throws = () => {
  throw new Error('at once');
};

test('work that ends in time gives what it gives', async () => {
  await expect(beforeDeadline(givenDeadline(), async () => 'done')).resolves.toBe('done');
  await expect(beforeDeadline(givenDeadline(), () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  await expect(beforeDeadline(givenDeadline(), throws)).rejects.toThrow('at once');
});

test('after the deadline nothing is started', async () => {
  let started = false;
  const start = async () => void (started = true);
  await expect(beforeDeadline(passedDeadline(), start)).rejects.toBeInstanceOf(NotStarted);
  expect(started).toBe(false);
});

test('work under way is not waited for, and how it ends later is nobody’s business', async () => {
  const deadline = new AbortController();
  const work = Promise.withResolvers<never>();
  const outcome = beforeDeadline(givenDeadline({ signal: deadline.signal }), () => work.promise);
  deadline.abort();
  await expect(outcome).rejects.toBeInstanceOf(RetryLater);
  work.reject(new Error('later'));
  // An unhandled rejection would end this process.
  await settled();
});

test('what is stored in time gives what it gives', async () => {
  await expect(storeInTime(passedDeadline(), async () => 'stored')).resolves.toBe('stored');
  await expect(storeInTime(givenDeadline(), () => Promise.reject(new Error('own')))).rejects.toThrow('own');
});

test('a store under way is not waited for once its time is over, and how it ends later is nobody’s business', async () => {
  const over = new AbortController();
  const store = Promise.withResolvers<never>();
  const outcome = storeInTime(givenDeadline({ storeSignal: over.signal }), () => store.promise);
  over.abort();
  await expect(outcome).rejects.toEqual(
    new RetryLater("The function's time ran out before the result of this message was stored"),
  );
  store.reject(new Error('later'));
  // An unhandled rejection would end this process.
  await settled();
});

test('a result that is finished after the time to store is not stored, and was no message whose turn never came', async () => {
  let started = false;
  const store = async () => void (started = true);
  const outcome = storeInTime(givenDeadline({ storeSignal: AbortSignal.abort() }), store);
  await expect(outcome).rejects.toBeInstanceOf(RetryLater);
  expect(started).toBe(false);
});
