import { toRows } from '../../../../../operator/console/app/pages/overview/to-rows.ts';

test('a minute in which nothing was counted is a zero and no gap', () => {
  const rows = toRows({ from: '2026-01-02T03:00:00.000Z', until: '2026-01-02T03:03:00.000Z', periodSeconds: 60 }, [
    { name: 'archive', points: [{ at: '2026-01-02T03:01:00.000Z', value: 7 }] },
    { name: 'ledger', points: [] },
  ]);
  expect(rows.map(({ archive, ledger }) => [archive, ledger])).toEqual([
    [0, 0],
    [7, 0],
    [0, 0],
  ]);
});
