import { readRate } from '../../../../local/schedules/read-rate.ts';

test.each([
  ['rate(1 minute)', 60],
  ['rate(5 minutes)', 300],
  ['rate(1 hour)', 3600],
  ['rate(12 hours)', 43_200],
  ['rate(1 day)', 86_400],
  ['rate(30 days)', 2_592_000],
])('%s comes every %i seconds', (expression, seconds) => {
  expect(readRate('TickRule', expression)).toBe(seconds);
});

test.each([
  'cron(0 12 * * ? *)',
  'at(2030-01-01T00:00:00)',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(2 minute)',
  '',
])('%j is refused in one sentence that names the rule', (expression) => {
  expect(() => readRate('TickRule', expression)).toThrow(
    `TickRule: local mode runs schedules such as rate(1 minute) or rate(12 hours), not ${expression}. `,
  );
});
