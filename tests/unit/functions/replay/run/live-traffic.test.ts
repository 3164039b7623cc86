// What a run sees of live traffic, of which the queue's depth is all that it knows.
import * as fc from 'fast-check';
import { createLiveTraffic, SLACK_MESSAGES } from '../../../../../functions/replay/run/live-traffic.ts';
import { fixedClock } from '../../../../support/ports.ts';

interface Second {
  /** What the run sends in it. */
  readonly own: number;
  readonly live: number;
  /** What the worker takes off the queue. */
  readonly done: number;
}

/** Second after second; SQS tells the depth of so many seconds ago. @returns the first second in which it stands back */
async function firstPause(seconds: readonly Second[], { waiting = 0, lagSeconds = 0 } = {}) {
  const clock = fixedClock('2026-01-03T00:00:00.000Z');
  const depths = [waiting];
  const told = { countWaiting: async () => depths[Math.max(0, depths.length - 1 - lagSeconds)] ?? 0 };
  const traffic = createLiveTraffic(told, clock);
  let sent = 0;
  if (await traffic.isInTheWay(sent)) return 0;
  for (const [index, { own, live, done }] of seconds.entries()) {
    sent += own;
    depths.push(Math.max(0, (depths.at(-1) ?? 0) + own + live - done));
    clock.advance(1000);
    // oxlint-disable-next-line no-await-in-loop -- one second after the other
    if (await traffic.isInTheWay(sent)) return index + 1;
  }
  return 'never';
}

const lasting = (seconds: number, second: Second): readonly Second[] => Array.from({ length: seconds }, () => second);

test('live traffic that grows behind much that the run has sent is seen', async () => {
  const burst = lasting(10, { own: 5000, live: 0, done: 500 });
  const flood = lasting(60, { own: 0, live: 900, done: 500 });
  expect(await firstPause([...burst, ...flood])).toBeLessThanOrEqual(10 + 20);
});

test('what the worker has done of the run before hides no live traffic that comes later', async () => {
  const sent = lasting(60, { own: 500, live: 0, done: 400 });
  const done = lasting(120, { own: 20, live: 0, done: 400 });
  const flood = lasting(60, { own: 20, live: 900, done: 400 });
  // All of it is done, and 60 s of 20 are what may not be counted yet.
  expect(await firstPause([...sent, ...done, ...flood])).toBeLessThanOrEqual(180 + 6);
});

test('what waited when the call began, and is done by now, hides none either', async () => {
  const done = lasting(100, { own: 10, live: 0, done: 400 });
  const flood = lasting(60, { own: 10, live: 900, done: 400 });
  expect(await firstPause([...done, ...flood], { waiting: 30_000 })).toBeLessThanOrEqual(100 + 5);
});

const second = fc.record({ own: fc.nat(3000), live: fc.constant(0), done: fc.nat(3000) });

test('however fast it sends and the worker works, a run never stands back for its own, nor where SQS counts late', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(second, { maxLength: 200 }),
      fc.record({ waiting: fc.nat(20_000), lagSeconds: fc.nat(60) }),
      async (seconds, options) => {
        expect(await firstPause(seconds, options)).toBe('never');
      },
    ),
  ));

test('a burst that is over in time is no reason to stand back', async () => {
  const burst = { own: 0, live: SLACK_MESSAGES, done: 0 };
  expect(await firstPause([burst, ...lasting(60, { own: 100, live: 400, done: 400 })])).toBe('never');
});
