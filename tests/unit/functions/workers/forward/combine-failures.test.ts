import { GiveUp, RetryLater } from '#shared/errors.ts';
import { combineFailures } from '../../../../../functions/workers/forward/combine-failures.ts';

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

test('whoever may still take it decides, after the longest delay that was asked for', () => {
  const error = combineFailures([gone('a'), later('b', 30), down('c'), later('d', 90)]);
  expect(error).toBeInstanceOf(RetryLater);
  expect(error).toMatchObject({
    afterSeconds: 90,
    message: 'a answered 410; b answered 500; c is down; d answered 500',
  });
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
