import type { MetricPoint, Pipeline } from '../../pipeline/pipeline.ts';
import type { Charts, Series } from '../protocol/charts.ts';

const SPAN_MINUTES = 60;
const PERIOD_SECONDS = 60;

/** The last hour, minute by minute. */
export async function readCharts(
  { about, metrics }: Pick<Pipeline, 'about' | 'metrics'>,
  now: Date,
  signal?: AbortSignal,
): Promise<Charts> {
  // Whole periods, so that points stay where they are from one look to the next.
  const until = new Date(Math.ceil(now.getTime() / (PERIOD_SECONDS * 1000)) * PERIOD_SECONDS * 1000);
  const from = new Date(until.getTime() - SPAN_MINUTES * 60_000);
  const workers = about.workers.filter(({ name }) => name !== 'dispatch');
  const deliveries = about.workers.find(({ name }) => name === 'dispatch')?.queue ?? 'deliveries';
  const ofQueue = (queue: string, metric: string) => ({
    namespace: 'AWS/SQS',
    metric,
    dimensions: { QueueName: `${about.service}-${about.stage}-${queue}` },
    stat: 'Sum' as const,
  });
  const points = await metrics.read(
    [
      ofQueue(deliveries, 'NumberOfMessagesSent'),
      ...workers.map(({ queue }) => ofQueue(queue, 'NumberOfMessagesDeleted')),
      // The keeper deletes what it has recorded; what SQS itself moves there is not counted as sent.
      ...about.workers.map(({ deadLetterQueue }) => ofQueue(deadLetterQueue, 'NumberOfMessagesDeleted')),
    ],
    { from, until, periodSeconds: PERIOD_SECONDS },
    signal,
  );
  const seriesOf = (name: string, index: number): Series => ({ name, points: (points[index] ?? []).map(toPoint) });
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    periodSeconds: PERIOD_SECONDS,
    received: seriesOf('received', 0),
    finished: workers.map(({ name }, index) => seriesOf(name, 1 + index)),
    deadLetters: about.workers.map(({ name }, index) => seriesOf(name, 1 + workers.length + index)),
  };
}

const toPoint = ({ at, value }: MetricPoint) => ({ at: at.toISOString(), value });
