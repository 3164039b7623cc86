import { fingerprint } from '#shared/lambda/fingerprint.ts';
import { readThrown } from '#shared/lambda/read-thrown.ts';
import { redact } from '#shared/lambda/redact.ts';
import { destinationDown } from '../../../../../functions/workers/forward/destination-down.ts';

const openedAt = '2026-01-02T12:41:07.000Z';
const at = (instant: string) => new Date(instant);

test('it is said since when and why, and an operator reads it as it is', () => {
  const error = destinationDown(
    { destination: 'shop', openedAt, lastFailure: 'did not answer in time' },
    at('2026-01-02T13:00:00.000Z'),
  );
  expect(error).toMatchObject({ name: 'GiveUp', destination: 'shop', isDestinationDown: true });
  expect(error.message).toBe('shop takes nothing since 12:41 UTC: it did not answer in time');
  expect(redact(error.message)).toBe(error.message);
});

test.each([
  [{ openedAt }, 'shop takes nothing since 12:41 UTC'],
  [{ lastFailure: 'answered 503' }, 'shop takes nothing at the moment: it answered 503'],
  [{}, 'shop takes nothing at the moment'],
])('what a record of older code does not know is left out: %j', (known, message) => {
  expect(destinationDown({ destination: 'shop', ...known }, at('2026-01-02T13:00:00.000Z')).message).toBe(message);
});

test('on another day the day is said, and it is still the same kind of failure', () => {
  const fingerprintOf = (since: string, now: string, lastFailure = 'answered 503') => {
    const error = destinationDown({ destination: 'shop', openedAt: since, lastFailure }, at(now));
    return fingerprint({ worker: 'forward', chain: readThrown(error) });
  };
  const { message } = destinationDown({ destination: 'shop', openedAt }, at('2026-01-03T00:00:00.000Z'));
  expect(message).toBe('shop takes nothing since 2026-01-02T12:41 UTC');
  const first = fingerprintOf(openedAt, '2026-01-02T13:00:00.000Z');
  expect(fingerprintOf(openedAt, '2026-01-03T13:00:00.000Z')).toBe(first);
  expect(fingerprintOf('2026-05-06T07:08:09.000Z', '2026-05-06T07:09:00.000Z', 'answered 502')).toBe(first);
  const refused = fingerprintOf(openedAt, '2026-01-02T13:00:00.000Z', 'refused the connection');
  expect(refused).not.toBe(first);
});
