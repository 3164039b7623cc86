import type { PackagedService } from '../../../template/read-packaged-service.ts';
import { readAssumptions } from '../assumptions.ts';
import { pricesOf, readAwsFacts } from '../aws-facts.ts';
import { billOf } from '../cost/bill.ts';
import type { Design } from '../design.ts';
import { planOf } from '../plan.ts';
import { readDesign } from '../read-design.ts';
import { edgesTable } from './edges-table.ts';
import { dollars, tablesOf, type Table } from './tables.ts';

const RATE = 40;
const KILOBYTES = 4;

/** docs/cost-and-scale.md, of the packaged stage prod. */
export function costPage(packaged: PackagedService): string {
  const [assumptions, facts] = [readAssumptions(), readAwsFacts()];
  const design = readDesign(packaged, assumptions, { sizeKilobytes: KILOBYTES, mix: {} });
  const plan = planOf({ design, assumptions, region: 'us-east-1', ratePerSecond: RATE }, facts);
  const prices = pricesOf(facts);
  const at = (changed: Partial<Design>) => dollars(billOf({ ...design, ...changed }, RATE, prices).dollarsPerMillion);
  const ofSize = (sizeKilobytes: number) => readDesign(packaged, assumptions, { sizeKilobytes, mix: {} });
  const archives = design.workers.filter(({ name }) => name === 'archive');
  const fanOut = (count: number) =>
    at({
      workers: Array.from({ length: count }, (_, index) =>
        archives.map((worker) => ({ ...worker, name: `copy-${index}`, share: 1 })),
      ).flat(),
    });
  const sizes: Table = {
    title: `By the size of a body, at ${RATE}/s`,
    headings: ['KB', '$/M'],
    rows: [1, 4, 16, 64, 128, 256].map((size) => [
      String(size),
      dollars(billOf(ofSize(size), RATE, prices).dollarsPerMillion),
    ]),
  };
  const fanOuts: Table = {
    title: `By fan-out, all workers like the archive, at ${RATE}/s`,
    headings: ['workers', '$/M'],
    rows: [1, 3, 10].map((count) => [String(count), fanOut(count)]),
  };
  return [
    '# Cost and scale',
    `Made by \`npm run hooks -- plan --stage prod --write-docs\`; a test keeps it current. ${RATE} webhooks a second of ${KILOBYTES} KB in us-east-1, prices of ${facts.date}. ${facts.note} Durations and sizes are assumptions (operator/plan/data/assumptions.json), not measured on AWS.`,
    '`idle` is what a month costs whatever passes: alarms, metrics, dashboards, empty polls. At a low rate it is most of the bill.',
    ...[edgesTable(design, RATE, prices, assumptions), ...tablesOf(plan), sizes, fanOuts].map(markdown),
    '## When to ask AWS for what\n\nAsk for Lambda concurrency before the sum of environments reaches a thousand, for the publish rate of SNS before the events of the busiest second reach that of the Region, and for warm throughput of the markers table before a launch. Raise the stage’s own throttle and the rows’ `maximumConcurrency` first: they are the lower ceilings, and they are ours.',
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('*', '\\*');

function markdown({ title, headings, rows, note }: Table): string {
  const lines = [headings, headings.map(() => '---'), ...rows].map(
    (row) => `| ${row.map((text) => (text === '---' ? text : cell(text))).join(' | ')} |`,
  );
  return [`## ${title}`, lines.join('\n'), ...(note ? [cell(note)] : [])].join('\n\n');
}
