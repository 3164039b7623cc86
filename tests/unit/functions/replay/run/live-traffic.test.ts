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
  const told = { countMessages: async () => depths[Math.max(0, depths.length - 1 - lagSeconds)] ?? 0 };
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

const times = <One>(count: number, one: One): readonly One[] => Array.from({ length: count }, () => one);
const lasting = (seconds: number, second: Second) => times(seconds, second);

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

/** What a worker takes in a second, how much of that fails, and for how many looks SQS tells too little. */
const oftenNone = (max: number) => fc.oneof(fc.constant(0), fc.nat(max));
const trying = fc.record({
  own: oftenNone(3000),
  taken: oftenNone(3000),
  failing: fc.oneof(fc.constant(100), fc.nat(100)),
  tooLow: fc.option(fc.nat(99)),
});
const lastingTries = fc.record({ count: fc.nat(100), one: trying }).map(({ count, one }) => times(count, one));
const HIDDEN_SECONDS = 90;
/** Of so many looks in a row the last two may be told too low. */
const LOW_EVERY = 4;

test('what a worker holds and gives back is none of others, nor what SQS tells too low now and then', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(lastingTries, { maxLength: 6 }).map((phases) => phases.flat()),
      fc.record({ waiting: fc.nat(20_000), lagSeconds: fc.nat(60) }),
      async (seconds, { waiting, lagSeconds }) => {
        const clock = fixedClock('2026-01-03T00:00:00.000Z');
        const told = [{ visible: waiting, held: 0 }];
        const comesBack = new Map<number, number>();
        let low: number | null = null;
        const traffic = createLiveTraffic(
          {
            async countMessages() {
              const { visible, held } = told[Math.max(0, told.length - 1 - lagSeconds)] ?? { visible: 0, held: 0 };
              return Math.floor(((visible + held) * (low ?? 100)) / 100);
            },
          },
          clock,
        );
        let [sent, held, visible] = [0, 0, waiting];
        expect(await traffic.isInTheWay(sent)).toBe(false);
        for (const [second, { own, taken, failing, tooLow }] of seconds.entries()) {
          const back = comesBack.get(second) ?? 0;
          const takes = Math.min(taken, visible + own + back);
          const fails = Math.floor((takes * failing) / 100);
          comesBack.set(second + HIDDEN_SECONDS, fails);
          [sent, held, visible] = [sent + own, held + fails - back, visible + own + back - takes];
          told.push({ visible, held });
          clock.advance(1000);
          low = second % LOW_EVERY < LOW_EVERY - 2 ? null : tooLow;
          // oxlint-disable-next-line no-await-in-loop -- one second after the other
          expect(await traffic.isInTheWay(sent)).toBe(false);
        }
      },
    ),
    { numRuns: 200 },
  ));

test('a look that tells far too little does not hold a run back for its whole call', async () => {
  const depths = [17_000, ...times(70, 20_000), 17_000, ...times(200, 20_000)];
  const clock = fixedClock('2026-01-03T00:00:00.000Z');
  const traffic = createLiveTraffic({ countMessages: async () => depths.shift() ?? 0 }, clock);
  while (depths.length > 0) {
    // oxlint-disable-next-line no-await-in-loop -- one second after the other
    expect(await traffic.isInTheWay(0)).toBe(false);
    clock.advance(1000);
  }
});
