import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { packedRows } from '../../../../functions/workers/wiring/replay-wiring.cjs';
import { readWorkerRows as readRows } from '../../../../functions/workers/wiring/worker-row.cjs';

const row = {
  impact: 'Nobody is told of a new order by mail.',
  timeoutSeconds: 30,
  memoryMegabytes: 256,
  batchSize: 10,
  batchWindowSeconds: 0,
  maximumConcurrency: 5,
  attempts: 5,
  backoffCeilingSeconds: 300,
};

test('what the rows say comes out of the variable as it went in', () => {
  const rows = readRows({
    'order-mail': { ...row, types: ['order*'], sources: ['shop'], results: 'event', markers: true },
    crm: row,
  });
  expect(readWorkerRows(packedRows(rows))).toEqual([
    {
      name: 'order-mail',
      impact: row.impact,
      types: ['order*'],
      sources: ['shop'],
      resultsPrefix: 'results/order-mail/',
      results: 'event',
      markers: true,
    },
    { name: 'crm', impact: row.impact, resultsPrefix: 'results/crm/', results: 'batch' },
  ]);
});

const rowsOf = (count: number, types: (index: number) => readonly string[]) =>
  readRows(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`worker${index}`, { ...row, types: [...types(index)] }]),
    ),
  );
const random = () => crypto.randomUUID();

test('rows that are too many for a variable are refused when they are packaged, and twenty usual ones are not', () => {
  expect(() => packedRows(rowsOf(20, (index) => [`order.${index}`, 'invoice.*', 'refund.*']))).not.toThrow();
  expect(() => packedRows(rowsOf(2, () => Array.from({ length: 70 }, random)))).toThrow('at most 3000 fit');
});
