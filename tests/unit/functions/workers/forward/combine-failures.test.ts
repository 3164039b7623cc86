import { GiveUp, RetryLater } from '#shared/errors.ts';
import { decideFate } from '#shared/lambda/decide-fate.ts';
import { combineFailures, type FailedDestination } from '../../../../../functions/workers/forward/combine-failures.ts';

const failed = (destination: string, error: unknown) => ({ destination, error });
const gone = (destination: string) => failed(destination, new GiveUp(`${destination} answered 410`, { destination }));
const down = (destination: string) =>
  failed(destination, new GiveUp(`${destination} is down`, { destination, isDestinationDown: true }));
const later = (destination: string, afterSeconds = 0) =>
  failed(destination, new RetryLater(`${destination} answered 500`, { afterSeconds }));

test('one alone is told as it is', () => {
  const { destination, error } = gone('erp');
  expect(combineFailures([{ destination, error }])).toBe(error);
});

test('whoever may still take it decides, after the shortest delay that was asked for', () => {
  const error = combineFailures([gone('a'), later('b', 30), down('c'), later('d', 90)]);
  expect(error).toBeInstanceOf(RetryLater);
  expect(error).toMatchObject({
    afterSeconds: 30,
    message: 'a answered 410; b answered 500; c is down; d answered 500',
  });
});

test('one that asks for a week does not take along another that may be asked sooner', () => {
  const rules = { attemptsMax: 12, backoffCeilingSeconds: 900, horizonSeconds: 3975 };
  const WEEK_SECONDS = 604_800;
  const fateOf = (...failures: FailedDestination[]) =>
    decideFate({ error: combineFailures(failures), attempt: 1, ageSeconds: 0 }, rules, { fraction: () => 0.5 });
  expect(fateOf(later('a', WEEK_SECONDS), later('b'))).toEqual(fateOf(later('b')));
  expect(fateOf(later('a', WEEK_SECONDS), failed('b', new TypeError('a slip')))).toEqual(fateOf(later('b')));
  // Alone, or with others who ask for as much, it is believed.
  expect(fateOf(later('a', WEEK_SECONDS))).toEqual({ deadLetter: 'exhausted', notBeforeSeconds: WEEK_SECONDS });
  expect(fateOf(later('a', WEEK_SECONDS), gone('b'))).toEqual(fateOf(later('a', WEEK_SECONDS)));
});

test('with nobody left to wait for, it waits for the destination that is down', () => {
  const error = combineFailures([gone('a'), down('b'), down('c')]);
  expect(error).toBeInstanceOf(GiveUp);
  expect(error).toMatchObject({ destination: 'b', isDestinationDown: true });
});

test('only refusals are given up', () => {
  const error = combineFailures([gone('a'), gone('b')]);
  expect(error).toMatchObject({ name: 'GiveUp', destination: 'a', isDestinationDown: false });
});

test('the text of an unexpected error is not told, since it may hold anything', () => {
  const error = combineFailures([failed('a', new TypeError('https://a.test/?key=secret')), gone('b')]);
  expect(error).toBeInstanceOf(RetryLater);
  expect((error as Error).message).toBe('a failed unexpectedly; b answered 410');
});
