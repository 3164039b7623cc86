import { within } from '#shared/within.ts';
import { fixedClock } from '../../support/ports.ts';

test('work that is done in time gives what it gives', async () => {
  expect(await within(Promise.resolve('done'), 100, fixedClock(0))).toBe('done');
});

test('work that takes longer is late, and goes on', async () => {
  const clock = fixedClock(0);
  const { promise, resolve } = Promise.withResolvers<string>();
  const waited = within(promise, 100, clock);
  clock.advance(100);
  expect(await waited).toBe('late');
  resolve('done');
  expect(await promise).toBe('done');
});

test('work that fails in time fails', async () => {
  await expect(within(Promise.reject(new Error('no')), 100, fixedClock(0))).rejects.toThrow('no');
});
