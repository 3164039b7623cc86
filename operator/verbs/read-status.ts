import type { WorkerAbout } from '#shared/messages/inspect-request.ts';
import type { MetricPoint, MetricQuery, Pipeline, QueueDepth } from '../pipeline/pipeline.ts';
import { countDeadLetters } from './count-dead-letters.ts';
import { feedOf, type Feed } from './feed.ts';
import { createGaps } from './gaps.ts';
import { readMeasured, type Measured } from './read-measured.ts';

/** One step of the flow, as it stands now. What could not be asked is left out. */
export interface StepStatus {
  /** `ingest`, `dispatch` or the worker. */
  readonly name: string;
  readonly kind: 'ingest' | 'dispatch' | 'worker';
  /** Short name of the queue that feeds it. */
  readonly queue?: string;
  readonly depth?: QueueDepth;
  /** Of the message that waits longest. */
  readonly oldestSeconds?: number;
  /** Requests of ingest, else messages sent to its queue. */
  readonly inPerMinute?: number;
  /** Messages that ingest queued, else those that were finished. */
  readonly outPerMinute?: number;
  /** Invocations that ended with an error over the minutes that rates are taken from. */
  readonly failures?: number;
  readonly feed?: Feed;
  readonly deadLetters?: {
    readonly queue: string;
    /** In the queue, where the keeper has not taken them yet. */
    readonly waiting?: number;
    /** In the table. */
    readonly open?: number;
  };
  readonly impact?: string;
  /** Of our own metrics; left out where they could not be read. */
  readonly measured?: Measured;
}

export interface Status {
  readonly stage: string;
  readonly at: Date;
  readonly rateMinutes: number;
  /** In flow order. */
  readonly steps: readonly StepStatus[];
  /** What could not be asked, and why: sentences. */
  readonly gaps: readonly string[];
}

/** How many dead letters wait for an operator; undefined where nobody knows yet. */
type CountOpen = (worker: string) => Promise<number | undefined>;

/** Short enough to follow a change, long enough for the minute that CloudWatch is behind. */
export const RATE_MINUTES = 5;
const MINUTE_MS = 60_000;

/** Every step of the flow as it stands now. Whoever may not ask for a part still sees the rest. */
export async function readStatus(
  {
    now,
    countOpen = (worker) => countDeadLetters({ from: worker, all: true }, pipeline, signal),
  }: { readonly now: Date; readonly countOpen?: CountOpen },
  pipeline: Pipeline,
  signal?: AbortSignal,
): Promise<Status> {
  const { gaps, unlessGap } = createGaps(signal);
  const { workers } = pipeline.about;
  const [rates, measured, steps] = await Promise.all([
    unlessGap(readRates(now, pipeline, signal)),
    unlessGap(readMeasured(now, pipeline, signal)),
    Promise.all(workers.map((worker) => readStep(worker, { pipeline, countOpen, unlessGap, signal }))),
  ]);
  const known = (name: string) => {
    const figures = measured?.get(name);
    return { ...rates?.get(name), ...(figures && { measured: figures }) };
  };
  const ingest: StepStatus = { name: 'ingest', kind: 'ingest', ...known('ingest') };
  return {
    stage: pipeline.stage,
    at: now,
    rateMinutes: RATE_MINUTES,
    steps: [ingest, ...steps.map((step) => ({ ...step, ...known(step.name) }))],
    gaps: [...gaps],
  };
}

interface StepPorts {
  readonly pipeline: Pipeline;
  readonly countOpen: CountOpen;
  readonly unlessGap: ReturnType<typeof createGaps>['unlessGap'];
  readonly signal: AbortSignal | undefined;
}

async function readStep(
  { name, function: fed, queue, deadLetterQueue, impact }: WorkerAbout,
  { pipeline, countOpen, unlessGap, signal }: StepPorts,
): Promise<StepStatus> {
  const [depth, dead, mappings, open] = await Promise.all([
    unlessGap(pipeline.queues.depthOf(queue, signal)),
    unlessGap(pipeline.queues.depthOf(deadLetterQueue, signal)),
    unlessGap(pipeline.mappings.of(fed, signal)),
    unlessGap(countOpen(name)),
  ]);
  return {
    name,
    kind: name === 'dispatch' ? 'dispatch' : 'worker',
    queue,
    ...(depth !== undefined && depth !== 'missing' && { depth }),
    feed: mappings === undefined ? 'unknown' : feedOf(mappings),
    deadLetters: {
      queue: deadLetterQueue,
      ...(dead !== undefined && dead !== 'missing' && { waiting: dead.waiting + dead.inFlight }),
      ...(open !== undefined && { open }),
    },
    ...(impact !== undefined && { impact }),
  };
}

type Rates = Pick<StepStatus, 'oldestSeconds' | 'inPerMinute' | 'outPerMinute' | 'failures'>;

async function readRates(now: Date, pipeline: Pipeline, signal?: AbortSignal): Promise<ReadonlyMap<string, Rates>> {
  const { about, metrics } = pipeline;
  const from = new Date(Math.floor(now.getTime() / MINUTE_MS - RATE_MINUTES) * MINUTE_MS);
  const minutes = (now.getTime() - from.getTime()) / MINUTE_MS;
  const prefix = `${about.service}-${about.stage}-`;
  const deliveries = about.workers.find(({ name }) => name === 'dispatch')?.queue ?? 'deliveries';
  const steps = [
    { name: 'ingest', in: ofFunction(`${prefix}ingest`, 'Invocations'), out: sentTo(`${prefix}${deliveries}`) },
    ...about.workers.map(({ name, queue }) => ({
      name,
      in: sentTo(`${prefix}${queue}`),
      out: ofQueue(`${prefix}${queue}`, 'NumberOfMessagesDeleted', 'Sum'),
      oldest: ofQueue(`${prefix}${queue}`, 'ApproximateAgeOfOldestMessage', 'Maximum'),
    })),
  ];
  const functions = ['ingest', ...about.workers.map((worker) => worker.function)];
  const queries = steps.flatMap((step, index) => [
    step.in,
    step.out,
    ofFunction(`${prefix}${functions[index]}`, 'Errors'),
    ...('oldest' in step ? [step.oldest] : []),
  ]);
  const answers = (await metrics.read(queries, { from, until: now, periodSeconds: 60 }, signal)).values();
  const next = (): readonly MetricPoint[] => answers.next().value ?? [];
  return new Map(
    steps.map((step) => [
      step.name,
      {
        inPerMinute: sum(next()) / minutes,
        outPerMinute: sum(next()) / minutes,
        failures: sum(next()),
        ...('oldest' in step && { oldestSeconds: next().at(-1)?.value ?? 0 }),
      },
    ]),
  );
}

const ofQueue = (name: string, metric: string, stat: MetricQuery['stat']): MetricQuery => ({
  namespace: 'AWS/SQS',
  metric,
  dimensions: { QueueName: name },
  stat,
});
const sentTo = (queue: string) => ofQueue(queue, 'NumberOfMessagesSent', 'Sum');
const ofFunction = (name: string, metric: string): MetricQuery => ({
  namespace: 'AWS/Lambda',
  metric,
  dimensions: { FunctionName: name },
  stat: 'Sum',
});
const sum = (points: readonly MetricPoint[]) => points.reduce((total, { value }) => total + value, 0);
