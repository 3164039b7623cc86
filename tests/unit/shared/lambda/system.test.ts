import { systemIds, systemRandom } from '#shared/lambda/system.ts';

test('ids are 32 hexadecimal digits, never the same twice', () => {
  const ids = Array.from({ length: 1000 }, () => systemIds.unique());
  expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the id of a later millisecond sorts behind', () => {
  const first = systemIds.unique();
  const startedAt = Date.now();
  while (Date.now() <= startedAt);
  expect(first < systemIds.unique()).toBe(true);
});

test('a trace is a W3C traceparent with ids that are not zero', () => {
  expect(systemIds.traceparent()).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
});

test('a fraction is below 1 and not below 0', () => {
  const fractions = Array.from({ length: 1000 }, () => systemRandom.fraction());
  expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
});
