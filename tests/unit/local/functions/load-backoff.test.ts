import { createLoadBackoff } from '../../../../local/functions/load-backoff.ts';

const failure = { errorType: 'Error', errorMessage: 'It lacks QUEUE_URL' };

test('each failed load is followed by a longer wait, half a minute at most, and a good one by none', () => {
  let nowMs = 0;
  const backoff = createLoadBackoff(() => nowMs);
  const waits: number[] = [];
  for (let load = 0; load < 9; load += 1) {
    backoff.note(failure);
    const failedAt = nowMs;
    while (backoff.failure() !== undefined) nowMs += 250;
    waits.push(nowMs - failedAt);
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  backoff.note(undefined);
  backoff.note(failure);
  nowMs += 500;
  expect(backoff.failure()).toBeUndefined();
});

test('several that fail together count once', () => {
  let nowMs = 0;
  const backoff = createLoadBackoff(() => nowMs);
  for (let load = 0; load < 4; load += 1) backoff.note(failure);
  nowMs = 500;
  expect(backoff.failure()).toBeUndefined();
});

test('new code is tried at once', () => {
  const backoff = createLoadBackoff(() => 0);
  backoff.note(failure);
  expect(backoff.failure()).toBe(failure);
  backoff.forget();
  expect(backoff.failure()).toBeUndefined();
});
