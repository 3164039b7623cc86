import { join } from 'node:path';
import { startDestination } from '../../pipelines/destination.ts';
import { countRun, type CountedRunSpec } from '../../pipelines/counted-run.ts';
import { NAIVE_DIRECTORY, packageNaive, prodRunHere } from '../../pipelines/packaged-variants.ts';
import type { BenchContext, Row, RowReport } from '../../row.ts';
import { describeCells, type Cells } from './describe-cells.ts';
import { priceRun, type PricedRun } from './price-run.ts';
import { ratesOf, type BillingRates } from './rates-of.ts';

export const billedCallsRow: Row = {
  name: 'billed-calls',
  title: 'Billed calls: what a million webhooks cost, counted',
  run: measureBilledCalls,
};

/** Of the mix's bodies. */
const BODY_BYTES = 4096;
const KILOBYTE = 1024;
const SIZES_KILOBYTES = [1, 64, 256] as const;
/** SNS takes no message of 256 KiB, and the reference has no other way. */
const NAIVE_SIZES_KILOBYTES = [1, 64] as const;

/**
 * Enough webhooks for several batches of each worker. `speed` lets windows pass that many times faster, and the webhooks come
 * that many times faster; no more than that, because the shortest window must stay long beside what this machine takes for a
 * hop, or batches would be fuller than on AWS. At 400/s every batch is full before its window is over: that is the run in which
 * the webhooks wait.
 */
const RATES = [
  { perSecond: 0.4, speed: 10, count: 200 },
  { perSecond: 4, speed: 4, count: 800 },
  { perSecond: 40, speed: 1, count: 2000 },
] as const;
const FULL_COUNT = 2000;
const SIZE_COUNT = 200;
const NAIVE_COUNT = 300;
/** The drain need not last as long as the windows of a run in which nothing comes any more. */
const FULL_SPEED = 5;
/** In quick runs a fifth of everything. */
const QUICK = 5;

async function measureBilledCalls(context: BenchContext): Promise<RowReport> {
  const { packaged, scratch, quick, signal, tell } = context;
  const destination = await startDestination();
  try {
    const rates = await ratesOf(packaged.prod);
    const ours = await prodRunHere(packaged.prod, join(scratch, 'prod'));
    const naive = await packageNaive(join(scratch, 'naive'), destination.url, signal);
    let runs = 0;
    const counted = (packagedRun: string, serviceDirectory: string) => (spec: CountSpec) => {
      runs += 1;
      const count = quick ? Math.ceil(spec.count / QUICK) : spec.count;
      const directory = join(scratch, `run-${runs}`);
      const destinationUrl = destination.url;
      return countRun({ ...spec, count, serviceDirectory, packaged: packagedRun, directory, destinationUrl, signal });
    };
    const cells = await measureCells(counted(ours, process.cwd()), counted(naive, NAIVE_DIRECTORY), rates, tell);
    return describeCells(cells, rates);
  } finally {
    await destination.close();
  }
}

type CountSpec = Pick<CountedRunSpec, 'count' | 'bytes' | 'perSecond' | 'speed'>;
type Count = (spec: CountSpec) => ReturnType<typeof countRun>;

async function measureCells(
  countOurs: Count,
  countNaive: Count,
  { ours, naive }: BillingRates,
  tell: BenchContext['tell'],
): Promise<Cells> {
  const price = async (told: string, count: Count, spec: CountSpec): Promise<PricedRun> => {
    tell(`${told}: ${spec.count} webhooks of ${spec.bytes / KILOBYTE} KB…`);
    return priceRun(await count(spec), count === countOurs ? ours : naive);
  };
  const full = { count: FULL_COUNT, bytes: BODY_BYTES, speed: FULL_SPEED };
  const byRate = new Map<number, PricedRun>();
  const bySize = new Map<number, PricedRun>();
  const naiveBySize = new Map<number, PricedRun>();
  // One after the other: two at once would have half of the machine each.
  // oxlint-disable no-await-in-loop -- as above
  for (const { perSecond, speed, count } of RATES) {
    const spec = { count, bytes: BODY_BYTES, perSecond, speed };
    byRate.set(perSecond, await price(`${perSecond}/s`, countOurs, spec));
  }
  byRate.set(400, await price('full batches', countOurs, full));
  for (const kilobytes of SIZES_KILOBYTES) {
    const spec = { ...full, count: SIZE_COUNT, bytes: kilobytes * KILOBYTE };
    bySize.set(kilobytes, await price('sizes', countOurs, spec));
  }
  bySize.set(4, await price('sizes', countOurs, { ...full, count: SIZE_COUNT }));
  for (const kilobytes of [...NAIVE_SIZES_KILOBYTES, 4]) {
    const spec = { ...full, count: NAIVE_COUNT, bytes: kilobytes * KILOBYTE };
    naiveBySize.set(kilobytes, await price('the reference', countNaive, spec));
  }
  // oxlint-enable no-await-in-loop
  return { byRate, bySize, naiveBySize };
}
