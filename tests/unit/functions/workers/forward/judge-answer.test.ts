import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { judgeAnswer, judgeSilence, retryAfterSeconds } from '../../../../../functions/workers/forward/judge-answer.ts';

const now = new Date('2026-01-02T03:04:05.000Z');
const judge = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  judgeAnswer('erp', { status, headers }, now);

test.each([200, 201, 202, 204, 299])('%i says that the destination took the event', (status) => {
  expect(judge(status)).toEqual({ outcome: 'answered', status });
});

test.each([301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 422, 451])('%i is given up', (status) => {
  const { outcome, failure } = judge(status, { 'retry-after': '5' });
  expect(outcome).toBe('answered');
  expect(failure).toBeInstanceOf(GiveUp);
  expect(failure).toMatchObject({ message: `erp answered ${status}`, destination: 'erp', isDestinationDown: false });
});

test.each([
  [408, 'answered'],
  [425, 'answered'],
  [429, 'answered'],
  [500, 'failed'],
  [502, 'failed'],
  [503, 'failed'],
  [504, 'failed'],
  [599, 'failed'],
])('%i is tried again later, and for the breaker it has %s', (status, outcome) => {
  const judged = judge(status, { 'retry-after': '120' });
  expect(judged).toMatchObject({ outcome, status });
  expect(judged.failure).toBeInstanceOf(RetryLater);
  expect(judged.failure).toMatchObject({ message: `erp answered ${status}`, afterSeconds: 120 });
});

test('no answer is tried again and counts as a failure, unless we ended it ourselves', () => {
  expect(judgeSilence('erp', new Error('hang up'), false)).toMatchObject({ outcome: 'failed' });
  expect(judgeSilence('erp', new Error('aborted'), true)).toMatchObject({ outcome: 'unknown' });
  expect(judgeSilence('erp', new Error('hang up'), false).failure).toBeInstanceOf(RetryLater);
});

test('an address that may not be called is given up', () => {
  const { outcome, failure } = judgeSilence('erp', new GiveUp('The address 10.0.0.1 may not be called'), false);
  expect(outcome).toBe('refused');
  expect(failure).toBeInstanceOf(GiveUp);
  expect(failure).toMatchObject({ destination: 'erp', isDestinationDown: false });
});

test.each([
  [undefined, 0],
  ['0', 0],
  ['7', 7],
  [' 7 ', 7],
  ['604800', 604_800],
  ['604801', 604_800],
  ['9'.repeat(400), 604_800],
  ['-7', 0],
  ['1.5', 0],
  ['1e3', 0],
  ['soon', 0],
  ['', 0],
  ['2027', 2027],
  ['2027-01-01', 0],
  ['Fri, 02 Jan 2026 03:05:05 GMT', 60],
  ['Fri, 02 Jan 2026 03:04:05 GMT', 0],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['Sun, 02 Jan 2028 03:04:05 GMT', 604_800],
  ['Friday, in a while', 0],
])('Retry-After: %s asks for %i seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds);
});

test('whatever a Retry-After says, it asks for no more than a week and for whole seconds', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      const seconds = retryAfterSeconds(header, now);
      expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= 604_800).toBe(true);
    }),
  );
});
