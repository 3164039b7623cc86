import { RetryLater } from '#shared/errors.ts';
import { beforeDeadline, NotStarted, startDeadline } from '#shared/lambda/deadline.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { givenDeadline, passedDeadline } from '../../../support/given-deadline.ts';
import { fixedClock } from '../../../support/ports.ts';

/** All that was promised until now has been told. */
const settled = () => new Promise((resolve) => void setImmediate(resolve));

test.each([
  [60_000, 50_000],
  [40_000, 30_000],
  [30_000, 22_500],
  [2_000, 1_500],
])('of %i ms the work has %i, the rest is for what must follow', async (leftMs, workMs) => {
  const clock = fixedClock(0);
  const { signal } = startDeadline(() => leftMs, clock);
  clock.advance(workMs - 1);
  await settled();
  expect(signal.aborted).toBe(false);
  clock.advance(1);
  await settled();
  expect(signal.aborted).toBe(true);
});

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('an ended deadline leaves no timer behind and never aborts', async () => {
  const before = timers();
  const deadline = startDeadline(() => 60_000, systemClock);
  expect(timers()).toBe(before + 1);
  deadline.end();
  await settled();
  expect(timers()).toBe(before);
  expect(deadline.signal.aborted).toBe(false);
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
  (timeoutMs) => {
    const { workMs, storeMs, answerMs, remainingMs, end } = startDeadline(() => timeoutMs, systemClock);
    const ends = [0, workMs(), storeMs(), answerMs(), remainingMs()];
    for (const [index, part] of ends.slice(1).entries()) expect(part - (ends[index] ?? 0)).toBeGreaterThanOrEqual(50);
    end();
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
