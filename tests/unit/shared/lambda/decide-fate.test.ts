import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { decideFate, type RetryRules } from '#shared/lambda/decide-fate.ts';
import { NotStarted } from '#shared/lambda/deadline.ts';
import { seededRandom } from '../../../support/ports.ts';

const rules: RetryRules = { attemptsMax: 10, backoffCeilingSeconds: 300, horizonSeconds: 1215 };
const always = (fraction: number) => ({ fraction: () => fraction });
const LONGEST = always(1 - Number.EPSILON);
const SHORTEST = always(0);
const fateOf = (error: unknown, attempt = 1, random = LONGEST, of = rules) =>
  decideFate({ error, attempt, ageSeconds: 0 }, of, random);

test('who gives up makes a dead letter at once, at any attempt', () => {
  expect(fateOf(new GiveUp('no'))).toEqual({ deadLetter: 'gave-up' });
  expect(fateOf(new GiveUp('no'), 10)).toEqual({ deadLetter: 'gave-up' });
  expect(fateOf(new GiveUp('no', { destination: 'shop', isDestinationDown: true }))).toEqual({
    deadLetter: 'destination-down',
  });
});

test('waits that are asked for again and again end with the horizon, and its dead letter keeps the last of them', () => {
  const asked = new RetryLater('busy', { afterSeconds: 600 });
  const fateAt = (ageSeconds: number) => decideFate({ error: asked, attempt: 3, ageSeconds }, rules, SHORTEST);
  expect(fateAt(615)).toEqual({ retrySeconds: 600 });
  expect(fateAt(616)).toEqual({ deadLetter: 'exhausted', notBeforeSeconds: 600 });
  // Nothing was asked for: the attempts count alone.
  expect(decideFate({ error: new Error('x'), attempt: 3, ageSeconds: 1e6 }, rules, SHORTEST)).toEqual({
    retrySeconds: 0,
  });
});

test('the longest wait doubles from 5 s up to the ceiling', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => fateOf(new Error('x'), attempt));
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map((retrySeconds) => ({ retrySeconds })));
});

test.each([new Error('x'), new RetryLater('x'), null, undefined, 'text', { code: 1 }])(
  '%p is tried again until the last attempt, which makes a dead letter',
  (error) => {
    expect(fateOf(error, 9, SHORTEST)).toEqual({ retrySeconds: 0 });
    expect(fateOf(error, 10)).toEqual({ deadLetter: 'exhausted' });
    expect(fateOf(error, 11)).toEqual({ deadLetter: 'exhausted' });
  },
);

test('the wait is spread over all whole seconds from none to the longest', () => {
  const random = seededRandom(7);
  const waits = Array.from({ length: 2000 }, () => fateOf(new Error('x'), 2, random));
  const counts = Map.groupBy(waits, (fate) => ('retrySeconds' in fate ? fate.retrySeconds : -1));
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const { length } of counts.values()) expect(length).toBeGreaterThan(2000 / 11 / 2);
});

test('a wait that was asked for is the least, and is rounded up', () => {
  expect(fateOf(new RetryLater('x', { afterSeconds: 100.2 }), 1)).toEqual({ retrySeconds: 101 });
  expect(fateOf(new RetryLater('x', { afterSeconds: 3 }), 4)).toEqual({ retrySeconds: 40 });
  expect(fateOf(new RetryLater('x', { afterSeconds: 1215 }), 1)).toEqual({ retrySeconds: 1215 });
});

test('a wait beyond the horizon makes a dead letter that is not to be replayed before', () => {
  expect(fateOf(new RetryLater('x', { afterSeconds: 1215.5 }))).toEqual({
    deadLetter: 'exhausted',
    notBeforeSeconds: 1216,
  });
});

test('a wait that was asked for at the last attempt is asked of the replay', () => {
  expect(fateOf(new RetryLater('x', { afterSeconds: 60 }), 10)).toEqual({
    deadLetter: 'exhausted',
    notBeforeSeconds: 60,
  });
});

test.each([Number.NaN, -5, 0])('a wait of %p is none', (afterSeconds) => {
  expect(fateOf(new RetryLater('x', { afterSeconds }), 1, SHORTEST)).toEqual({ retrySeconds: 0 });
});

test('a wait without end locks a dead letter for no longer than it is kept', () => {
  const fate = fateOf(new RetryLater('x', { afterSeconds: Infinity }));
  expect(fate).toEqual({ deadLetter: 'exhausted', notBeforeSeconds: 400 * 24 * 3600 });
});

test('what was not started is visible at once, and backs off when that happens again and again', () => {
  expect(fateOf(new NotStarted(), 1)).toEqual({ retrySeconds: 0 });
  const waits = [2, 3, 4, 9].map((attempt) => fateOf(new NotStarted(), attempt));
  expect(waits).toEqual([10, 20, 40, 300].map((retrySeconds) => ({ retrySeconds })));
  expect(fateOf(new NotStarted(), 9, SHORTEST)).toEqual({ retrySeconds: 0 });
  expect(fateOf(new NotStarted(), 10)).toEqual({ deadLetter: 'exhausted' });
});

test('whatever the error, the attempt and the rules: whole seconds that SQS takes, or a dead letter', () => {
  const anyRules = fc.record({
    attemptsMax: fc.integer({ min: 5, max: 1000 }),
    backoffCeilingSeconds: fc.integer({ min: 1, max: 43_200 }),
    horizonSeconds: fc.integer({ min: 4, max: 43_200_000 }),
  });
  const anyError = fc.oneof(
    fc.anything(),
    fc.double().map((afterSeconds) => new RetryLater('x', { afterSeconds })),
  );
  fc.assert(
    fc.property(
      anyError,
      fc.integer({ min: 1, max: 2000 }),
      anyRules,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (error, attempt, of, fraction) => {
        const fate = fateOf(error, attempt, always(fraction), of);
        if (!('retrySeconds' in fate)) return;
        expect(attempt).toBeLessThan(of.attemptsMax);
        expect(Number.isInteger(fate.retrySeconds)).toBe(true);
        expect(fate.retrySeconds).toBeGreaterThanOrEqual(0);
        // Lambda's longest window and function may have passed since SQS began to count its 12 h.
        expect(fate.retrySeconds).toBeLessThanOrEqual(43_200 - 300 - 900);
      },
    ),
  );
});
