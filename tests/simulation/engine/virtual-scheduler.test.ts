import { createVirtualScheduler } from './virtual-scheduler.ts';

const START_MS = Date.parse('2026-01-02T03:00:00.000Z');
const never = () => false;

test('what is due at the same instant comes in the order in which it was asked for, and time never goes back', async () => {
  const scheduler = createVirtualScheduler(START_MS);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name} ${scheduler.nowMs() - START_MS}`);
  for (const [name, ms] of Object.entries({ c: 30, a: 10, d: 30, b: 20, now: 0, past: -5 })) {
    scheduler.after(ms, note(name));
  }
  expect(await scheduler.run(never, Infinity)).toBe('idle');
  expect(seen).toEqual(['now 0', 'past 0', 'a 10', 'b 20', 'c 30', 'd 30']);
});

test('everything that can go on without time passing has gone on before the next event, of the same instant too', async () => {
  const scheduler = createVirtualScheduler(START_MS);
  const seen: string[] = [];
  const goOn = async (name: string) => {
    for (let step = 1; step <= 50; step += 1) await Promise.resolve();
    seen.push(name);
  };
  // More than are had of one turn of node's loop.
  const names = Array.from({ length: 300 }, (_, index) => `event ${index}`);
  for (const name of names) scheduler.after(5, () => void goOn(name).then(() => goOn(`behind ${name}`)));
  await scheduler.run(never, Infinity);
  expect(seen).toEqual(names.flatMap((name) => [name, `behind ${name}`]));
});

test('what is cancelled does not come, and nothing else moves', async () => {
  const scheduler = createVirtualScheduler(START_MS);
  const seen: number[] = [];
  const events = Array.from({ length: 100 }, (_, index) =>
    scheduler.after((index * 37) % 100, () => void seen.push((index * 37) % 100)),
  );
  for (const [index, event] of events.entries()) if (((index * 37) % 100) % 2 === 1) event.cancel();
  await scheduler.run(never, Infinity);
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
});

test('a run ends when its condition holds, or at its limit, and goes on from there', async () => {
  const scheduler = createVirtualScheduler(START_MS);
  let count = 0;
  const tick = () => {
    count += 1;
    scheduler.after(1000, tick);
  };
  scheduler.after(1000, tick);
  expect(await scheduler.run(() => count === 3, Infinity)).toBe('met');
  expect(await scheduler.run(never, START_MS + 5500)).toBe('late');
  expect([count, scheduler.nowMs() - START_MS]).toEqual([5, 5500]);
});

test('what an event throws ends the run', async () => {
  const scheduler = createVirtualScheduler(START_MS);
  scheduler.after(1, () => {
    throw new Error('broken');
  });
  await expect(scheduler.run(never, Infinity)).rejects.toThrow('broken');
});
