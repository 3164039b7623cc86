import { ago } from '../../../../../operator/console/app/components/ago.ts';
import {
  describeInstant,
  describeInstantWithZones,
  describeZone,
} from '../../../../../operator/console/app/components/describe-instant.ts';

const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const at = new Date('2026-11-21T23:31:07.250Z');

test('a time is told with its day, which is the operator’s own', () => {
  expect(describeInstant(at, berlin)).toBe('22 Nov 2026, 00:31:07');
});

test('in full it names its zone, and says the same in UTC as the terminal does', () => {
  expect(describeInstantWithZones(at, berlin)).toBe('22 Nov 2026, 00:31:07 CET · 2026-11-21 23:31:07Z');
});

test('the zone is told with what it is now', () => {
  expect(describeZone(at, berlin)).toBe('Europe/Berlin, now GMT+1');
  expect(describeZone(new Date('2026-07-01T00:00:00.000Z'), berlin)).toBe('Europe/Berlin, now GMT+2');
  expect(describeZone(at, { locale: 'en-GB', timeZone: 'UTC' })).toBe('UTC');
});

test.each([
  [-3000, 'just now'],
  [4999, 'just now'],
  [12_000, '12 sec ago'],
  [59_999, '59 sec ago'],
  [60_000, '1 min ago'],
  [3 * 3_600_000 + 1, '3 hr ago'],
  [50 * 3_600_000, '2 days ago'],
])('%d ms later it was %s', (ms, words) => {
  expect(ago(at, new Date(at.getTime() + ms)).replaceAll('.', '')).toBe(words);
});
