import { lifecycleRules, offeredDays } from '../../../../shared/resources/retention.cjs';

const row = (name: string, resultsPrefix: string, results: 'batch' | 'event') =>
  ({ name, resultsPrefix, results }) as Parameters<typeof lifecycleRules>[0][number];
const rows = [
  row('archive', 'archive/', 'batch'),
  row('ledger', 'ledger/', 'batch'),
  row('mail', 'results/mail/', 'event'),
];
const rulesOf = (retentionDays: unknown, offered: unknown = [30]) => lifecycleRules(rows, { retentionDays, offered });

test('whatever the pipeline keeps is forgotten after the time of its stage', () => {
  const forgotten = rulesOf('365').flatMap((rule) => ('Prefix' in rule ? [[rule.Prefix, rule.ExpirationInDays]] : []));
  expect(forgotten).toEqual([
    ['erasures/_again/', 30],
    ['archive/date=', 365],
    ['ledger/date=', 365],
    ['results/', 365],
    ['claim-checks/', 365],
    ['replays/', 365],
    ['replay-outcomes/', 365],
  ]);
});

test.each(['ledger/entries/stripe/acct/ch_1/payment.json', 'spilled/2026-01-02/a.json', 'erasures/a.json'])(
  '%s is under no rule but that of its own tag',
  (key) => {
    const prefixes = rulesOf(400).flatMap((rule) => ('Prefix' in rule ? [rule.Prefix] : []));
    expect(prefixes.filter((prefix) => key.startsWith(prefix))).toEqual([]);
  },
);

test('whatever could be offered has a rule by its tag, offered or not, and what is no shorter than the stage has none', () => {
  expect(rulesOf(400, [90])).toEqual(rulesOf(400, [30, 180]));
  const tagged = rulesOf(90, [180, 60, 60]).flatMap((rule) => ('TagFilters' in rule ? [rule] : []));
  expect(tagged).toEqual(
    [30, 60].map((days) => ({
      Id: `forget-after-${days}-days`,
      Status: 'Enabled',
      TagFilters: [{ Key: 'retention-days', Value: String(days) }],
      ExpirationInDays: days,
    })),
  );
});

test('results of a row that is gone are forgotten as those of the others', () => {
  const prefixes = lifecycleRules([], { retentionDays: 400, offered: [] }).flatMap((rule) =>
    'Prefix' in rule ? [rule.Prefix] : [],
  );
  expect(prefixes.some((prefix) => 'results/mail/date=2026-01-02/hour=03/x.ndjson.gz'.startsWith(prefix))).toBe(true);
});

test.each([
  [7, [30], /params: retentionDays: must be whole days from 30 to 400/],
  [401, [30], /params: retentionDays/],
  ['a year', [30], /params: retentionDays/],
  [400, [7], /custom\.retentionDaysOffered: must be whole days from 30 to 400/],
  [400, [45], /custom\.retentionDaysOffered: 45 is none of 30, 60/],
  [400, '30', /custom\.retentionDaysOffered: must be a list/],
])('%j with %j is refused', (retentionDays, offered, why) => {
  expect(() => offeredDays(retentionDays, offered)).toThrow(why);
});
