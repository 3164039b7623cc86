import { watchDeadLetters } from '../../../../../operator/commands/deliveries/watch-dead-letters.ts';

test('it looks, one look after the other, until it is told to stop', async () => {
  const stopping = new AbortController();
  const counters = { looks: 0, now: 0, most: 0 };
  await watchDeadLetters(async () => {
    counters.looks += 1;
    counters.now += 1;
    counters.most = Math.max(counters.most, counters.now);
    await new Promise((resolve) => setImmediate(resolve));
    counters.now -= 1;
    if (counters.looks === 2) stopping.abort();
  }, stopping.signal);
  expect(counters).toEqual({ looks: 2, now: 0, most: 1 });
});

test('a look that fails because it was ended is no failure, any other is', async () => {
  const stopping = new AbortController();
  const ended = watchDeadLetters(async (signal) => {
    stopping.abort();
    signal.throwIfAborted();
  }, stopping.signal);
  await expect(ended).resolves.toBeUndefined();
  const failed = watchDeadLetters(async () => Promise.reject(new Error('gone')), new AbortController().signal);
  await expect(failed).rejects.toThrow('gone');
});

test('where it was stopped before, it does not look', async () => {
  await watchDeadLetters(async () => Promise.reject(new Error('looked')), AbortSignal.abort());
});
