import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const FILE = join(import.meta.dirname, 'data', 'assumptions.json');

const atLeastNothing = v.pipe(v.number(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const duration = v.strictObject({
  fixedMs: atLeastNothing,
  perEventMs: atLeastNothing,
  /** For somebody else, with as many events at once as the row says. */
  waitMs: v.optional(atLeastNothing, 0),
});

const assumptionsSchema = v.strictObject({
  note: v.string(),
  ingest: duration,
  dispatch: duration,
  /** Of a worker that is not named below. */
  worker: duration,
  workers: v.record(v.string(), duration),
  scheduledMs: atLeastNothing,
  coldStartMs: atLeastNothing,
  coldStartShare: share,
  /** From one service to the next. */
  hopMs: atLeastNothing,
  envelopeKilobytes: atLeastNothing,
  /** Of a body that is written as ASCII text into a message: Japanese doubles, and what is no text takes 1.35. */
  bodyGrowth: v.pipe(v.number(), v.minValue(1), v.maxValue(6)),
  /** Of an array's delivery, for each event that is to be cut from it. */
  listedEventKilobytes: atLeastNothing,
  /** Ingest refuses more: ELEMENTS_MAX of functions/ingest/list-elements.ts. */
  eventsPerWebhook: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000)),
  destinationsPerEvent: atLeastNothing,
  movementsPerEvent: atLeastNothing,
  /** More than one where a batch spans two hours, or sources that are kept for different times. */
  groupObjectsPerBatch: v.pipe(v.number(), v.minValue(1)),
  pollersThatShare: v.pipe(v.number(), v.minValue(1)),
  isSendOfTopicBilled: v.picklist([0, 1]),
  /** Lambda's own lines; the others below are ours, with their metrics, as tests/unit/operator/plan/log-bytes.test.ts weighs them. */
  logKilobytesPerInvocation: atLeastNothing,
  logKilobytesPerWebhook: atLeastNothing,
  logKilobytesPerDispatchBatch: atLeastNothing,
  logKilobytesPerDelivery: atLeastNothing,
  /** A line of names, and the metrics, which are written whether anything is named or not. */
  logKilobytesPerWorkerBatch: atLeastNothing,
  logKilobytesPerWorkerMetrics: atLeastNothing,
  logKilobytesPerMeasuredEvent: atLeastNothing,
  logKilobytesPerEvent: atLeastNothing,
  accessLogKilobytes: atLeastNothing,
  /** Words of ours for why a webhook was refused that occur at all: each is a metric. */
  rejectReasonsSeen: atLeastNothing,
  archiveCompression: share,
  /** With the 100 bytes that DynamoDB counts for each item; tests/unit/operator/plan/marker-bytes.test.ts weighs it. */
  markerKilobytes: atLeastNothing,
  entryKilobytes: atLeastNothing,
  resultKilobytes: atLeastNothing,
  /** Of all events, how many each worker gets; one that is not named gets all. */
  shares: v.record(v.string(), share),
});

export type Assumptions = v.InferOutput<typeof assumptionsSchema>;

/** What neither the template nor AWS tells, and over it what the file says. @throws {CommandError} */
export function readAssumptions(file?: string): Assumptions {
  const own = v.parse(assumptionsSchema, read(FILE));
  if (file === undefined) return own;
  const given = v.safeParse(v.partial(assumptionsSchema), read(file));
  if (!given.success) throw new CommandError(exitCode.wrongUsage, `${file}: ${v.summarize(given.issues)}`);
  const { workers, shares, ...others } = given.output;
  const told = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    ...own,
    ...told,
    workers: { ...own.workers, ...workers },
    shares: { ...own.shares, ...shares },
  };
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, whyUnreadable(file, error), { cause: error });
  }
}
