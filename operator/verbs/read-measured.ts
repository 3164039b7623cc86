import type { MetricName } from '#shared/metrics/metric-names.ts';
import type { MetricPoint, MetricQuery, Pipeline } from '../pipeline/pipeline.ts';

/** What our own metrics tell of a step; left out what there is no point of. */
export interface Measured {
  readonly acceptedPerMinute?: number;
  readonly rejectedPerMinute?: number;
  readonly spilledPerMinute?: number;
  readonly duplicatesPerMinute?: number;
  readonly retriesPerMinute?: number;
  /** From the receipt of a webhook until its result is stored. */
  readonly endToEndP50Ms?: number;
  readonly endToEndP95Ms?: number;
  readonly oldestDeadLetterSeconds?: number;
}

const PERIOD_SECONDS = 300;
const PERIOD_MS = PERIOD_SECONDS * 1000;
/** Two periods: the newest may have just begun, and what is measured every five minutes may be in the one before. */
const PERIODS = 2;

const newest = (points: readonly MetricPoint[]) => points.at(-1)?.value;

interface Asked {
  readonly step: string;
  readonly field: keyof Measured;
  readonly query: MetricQuery;
  readonly of: (points: readonly MetricPoint[]) => number | undefined;
}

/** By step: what is only known from within, and not from its queue or its function. */
export async function readMeasured(
  now: Date,
  { about, metrics }: Pick<Pipeline, 'about' | 'metrics'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Measured>> {
  const from = new Date((Math.floor(now.getTime() / PERIOD_MS) - PERIODS + 1) * PERIOD_MS);
  const minutes = (now.getTime() - from.getTime()) / 60_000;
  const perMinute = (points: readonly MetricPoint[]) =>
    minutes === 0 ? 0 : points.reduce((total, { value }) => total + value, 0) / minutes;
  const ask = (step: string) => {
    const dimensions = { stage: about.stage, ...(step !== 'ingest' && { worker: step }) };
    return (field: keyof Measured, metric: MetricName, stat: MetricQuery['stat'] = 'Sum'): Asked => ({
      step,
      field,
      query: { namespace: about.service, metric, dimensions, stat },
      of: stat === 'Sum' ? perMinute : newest,
    });
  };
  const ofIngest = ask('ingest');
  const asked = [
    ofIngest('acceptedPerMinute', 'WebhooksAccepted'),
    ofIngest('rejectedPerMinute', 'WebhooksRejected'),
    ofIngest('spilledPerMinute', 'WebhooksSpilled'),
    ...about.workers.flatMap(({ name }) => {
      const ofWorker = ask(name);
      return [
        ofWorker('retriesPerMinute', 'Retries'),
        ofWorker('oldestDeadLetterSeconds', 'OldestDeadLetterAge', 'Maximum'),
        ...(name === 'dispatch'
          ? []
          : [
              ofWorker('duplicatesPerMinute', 'DuplicatesSkipped'),
              ofWorker('endToEndP50Ms', 'EndToEndLatency', 'p50'),
              ofWorker('endToEndP95Ms', 'EndToEndLatency', 'p95'),
            ]),
      ];
    }),
  ];
  const queries = asked.map(({ query }) => query);
  const answers = await metrics.read(queries, { from, until: now, periodSeconds: PERIOD_SECONDS }, signal);
  const steps = Map.groupBy(
    asked.map((one, index) => ({ ...one, value: one.of(answers[index] ?? []) })),
    ({ step }) => step,
  );
  return new Map(
    [...steps].map(([step, figures]) => [
      step,
      Object.fromEntries(figures.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value] as const]))),
    ]),
  );
}
