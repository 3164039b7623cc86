import type { Assumptions } from '../assumptions.ts';
import type { Prices } from '../aws-facts.ts';
import { batchesAt } from '../batches.ts';
import { latencyOf } from '../capacity/latency.ts';
import { DISPATCH, type Design, type WorkerDesign } from '../design.ts';
import { billOf } from './bill.ts';

/** What if one setting were another, and everything else the same. */
export interface Choice {
  readonly choice: string;
  readonly today: string;
  readonly alternative: string;
  /** Below nothing where it would cost more. */
  readonly savedPerMillion: number;
  /** How much later the slowest 5 % of results are, of the worker that it changes most. */
  readonly laterMs: number;
  /** What else it would cost. */
  readonly price: string;
}

interface Alternative extends Omit<Choice, 'savedPerMillion' | 'laterMs'> {
  readonly design: Design;
}

export function choicesOf(
  design: Design,
  perSecond: number,
  prices: Prices,
  assumptions: Assumptions,
): readonly Choice[] {
  const dollars = (one: Design) => billOf(one, perSecond, prices).dollarsPerMillion;
  const p95 = (one: Design) => latencyOf(one, batchesAt(one, perSecond), perSecond, assumptions);
  const [today, before] = [dollars(design), p95(design)];
  return alternativesTo(design).map(({ design: other, ...told }) => {
    const laterMs = p95(other).map(({ p95Ms }, index) => p95Ms - (before[index]?.p95Ms ?? p95Ms));
    const most = laterMs.toSorted((one, two) => Math.abs(two) - Math.abs(one))[0] ?? 0;
    return { ...told, savedPerMillion: today - dollars(other), laterMs: most };
  });
}

const said = (seconds: number, size: number) =>
  `${seconds === 0 ? 'no window' : `window ${seconds} s`}, ${size} at most`;

function alternativesTo(design: Design): readonly Alternative[] {
  const { dispatch, workers, log } = design;
  const withWorker = (name: string, over: Partial<WorkerDesign>): Design => ({
    ...design,
    workers: workers.map((worker) => (worker.name === name ? { ...worker, ...over } : worker)),
  });
  const used = workers.filter(({ share }) => share > 0);
  return [
    ...[1, 5].map((windowSeconds) => ({
      choice: `${DISPATCH}: window`,
      today: said(dispatch.windowSeconds, dispatch.batchSize),
      alternative: said(windowSeconds, 100),
      price: 'every event is later',
      design: { ...design, dispatch: { ...dispatch, windowSeconds, batchSize: 100 } },
    })),
    ...used.flatMap((worker) =>
      [worker.windowSeconds === 0 ? 1 : 0, Math.max(5, 3 * worker.windowSeconds)].map((windowSeconds) => ({
        choice: `${worker.name}: window`,
        today: said(worker.windowSeconds, worker.batchSize),
        alternative: said(windowSeconds, Math.max(worker.batchSize, windowSeconds === 0 ? 0 : 100)),
        price: windowSeconds === 0 ? 'fewer results in an object' : 'more events in a batch that fails as a whole',
        design: withWorker(worker.name, {
          windowSeconds,
          batchSize: Math.max(worker.batchSize, windowSeconds === 0 ? 0 : 100),
        }),
      })),
    ),
    ...used
      .filter(({ objectsPerBatch }) => objectsPerBatch > 0)
      .map(({ name, objectsPerEvent }) => ({
        choice: `${name}: results`,
        today: 'an object per batch',
        alternative: 'an object per event',
        price: 'none: it could be read by its event’s id',
        design: withWorker(name, { objectsPerBatch: 0, objectsPerEvent: objectsPerEvent + 1 }),
      })),
    ...used
      .filter(
        ({ objectsPerBatch, writeUnitsPerEvent, objectsPerEvent }) =>
          objectsPerBatch > 0 && writeUnitsPerEvent + objectsPerEvent > 0,
      )
      .map(({ name }) => ({
        choice: `${name}: results`,
        today: 'an object per batch',
        alternative: 'none, the marker or entry alone tells',
        price: 'no list of what it did hour by hour',
        design: withWorker(name, { objectsPerBatch: 0, storedKilobytesPerEvent: 0 }),
      })),
    ...used
      .filter(({ writeUnitsPerEvent }) => writeUnitsPerEvent > 1)
      .map(({ name, writeUnitsPerEvent, itemKilobytesPerEvent }) => ({
        choice: `${name}: marker`,
        today: `${writeUnitsPerEvent} write units per event`,
        alternative: 'one: written once, after the work',
        price: 'two copies at the same time are both worked on',
        design: withWorker(name, { writeUnitsPerEvent: writeUnitsPerEvent / 2, itemKilobytesPerEvent }),
      })),
    {
      choice: 'log: a line per webhook',
      today: `${log.perWebhookKilobytes} KB, with its metric`,
      alternative: 'the metric alone, 0.21 KB',
      price: 'trace and tail do not see webhooks come',
      design: { ...design, log: { ...log, perWebhookKilobytes: Math.min(0.21, log.perWebhookKilobytes) } },
    },
    {
      choice: 'log: the names of deliveries and events',
      today: `${log.perDeliveryKilobytes} and ${log.perEventKilobytes} KB each`,
      alternative: 'none',
      price: 'trace and tail do not see them end',
      design: { ...design, log: { ...log, perDeliveryKilobytes: 0, perEventKilobytes: 0 } },
    },
  ];
}
