import * as v from 'valibot';
import type { PackagedService } from '../../template/read-packaged-service.ts';
import type { Assumptions } from './assumptions.ts';
import { DISPATCH, type Design, type DurationMs, type Mapped, type WorkerDesign } from './design.ts';
import { hasFunctionUrl, isRecoverable, retentionOf, throttleOf, throttleOfUrl } from './read-edge.ts';
import { functionsOf, mappingsOf } from './read-functions.ts';
import { heldCopies } from './held-copies.ts';
import { readLogVolume } from './read-log-volume.ts';
import { sizesOf } from './sizes.ts';
import { readStanding } from './read-standing.ts';
import { checkMix, shareOf, type Mix } from './shares.ts';

export interface Wanted {
  /** Of a webhook's body. */
  readonly sizeKilobytes: number;
  readonly mix: Mix;
}

/** As markers are written: one before the work, one after it; https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/ */
const WRITES_PER_MARKER = 2;

/** Where a row says nothing: functions/workers/wiring/worker-row.cjs. */
const EVENTS_AT_ONCE = 2;

const rowSchema = v.looseObject({
  attempts: v.number(),
  backoffCeilingSeconds: v.number(),
  markers: v.optional(v.boolean(), false),
  rereads: v.optional(v.boolean(), false),
  results: v.optional(v.string(), 'batch'),
  eventsAtOnce: v.optional(v.number(), EVENTS_AT_ONCE),
  sources: v.optional(v.array(v.string())),
});

/** An SQS mapping's ceiling where the template sets none. */
const MAPPING_CONCURRENCY_MAX = 1250;

/** The pipeline that a deploy would make, as far as its cost and its ceilings go. */
export function readDesign(
  packaged: PackagedService,
  assumptions: Assumptions,
  { sizeKilobytes, mix }: Wanted,
): Design {
  const { template } = packaged;
  const rows = Object.entries(packaged.workers).map(([name, row]) => [name, v.parse(rowSchema, row)] as const);
  checkMix(mix, new Map(rows.map(([name, { sources }]) => [name, sources])));
  const eventsAtOnce = new Map(rows.map(([name, row]) => [name, row.eventsAtOnce]));
  const ofFunction = functionsOf(packaged);
  const mapped = (name: string): Mapped & { readonly reserved: number | undefined } => {
    const { id, memoryMegabytes, reserved } = ofFunction(name);
    const mapping = mappingsOf(template).find(({ FunctionName }) => FunctionName['Fn::GetAtt'][0] === id);
    if (!mapping) throw new Error(`Nothing invokes ${name}`);
    return {
      memoryMegabytes,
      reserved,
      durationMs: durationOf(name, assumptions, eventsAtOnce.get(name)),
      batchSize: mapping.BatchSize,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds,
      maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? MAPPING_CONCURRENCY_MAX,
    };
  };
  const ingest = ofFunction('ingest');
  const isFunctionUrl = hasFunctionUrl(template);
  const dispatchRules = v.parse(
    v.looseObject({ ATTEMPTS_MAX: v.string(), BACKOFF_CEILING_SECONDS: v.string() }),
    ofFunction(DISPATCH).variables,
  );
  return {
    name: packaged.stackName,
    ...sizesOf(sizeKilobytes, assumptions),
    ingest: {
      memoryMegabytes: ingest.memoryMegabytes,
      durationMs: durationOf('ingest', assumptions),
      writeUnits: 0,
      reservedConcurrency: ingest.reserved,
    },
    dispatch: {
      ...mapped(DISPATCH),
      writeUnits: 0,
      attempts: Number(dispatchRules.ATTEMPTS_MAX),
      backoffCeilingSeconds: Number(dispatchRules.BACKOFF_CEILING_SECONDS),
    },
    workers: rows.map(([name, row]) => workerOf(name, row, mapped(name), { assumptions, sizeKilobytes, mix })),
    held: heldCopies(packaged, assumptions),
    log: readLogVolume(ingest, assumptions, !isFunctionUrl),
    standing: readStanding(
      packaged,
      mappingsOf(template).map(({ FunctionName, EventSourceArn }) => ({
        functionId: FunctionName['Fn::GetAtt'][0] ?? '',
        queueId: EventSourceArn['Fn::GetAtt'][0] ?? '',
      })),
      assumptions,
    ),
    isSendOfTopicBilled: assumptions.isSendOfTopicBilled === 1,
    isFair: true,
    pollersThatShare: assumptions.pollersThatShare,
    ...(isFunctionUrl
      ? { isFunctionUrl, throttle: throttleOfUrl(ingest.reserved) }
      : { throttle: throttleOf(template) }),
    retentionDays: retentionOf(template),
    isRecoverable: isRecoverable(template),
  };
}

interface Estimate extends Wanted {
  readonly assumptions: Assumptions;
}

function workerOf(
  name: string,
  row: v.InferOutput<typeof rowSchema>,
  mapped: Mapped,
  { assumptions, sizeKilobytes, mix }: Estimate,
): WorkerDesign {
  const isPerEvent = row.results === 'event';
  // What is compared with what it told before is an object of its own for each movement.
  const entries = row.rereads ? assumptions.movementsPerEvent : 0;
  const isArchive = name === 'archive';
  const resultKilobytes = isArchive
    ? sizeKilobytes / assumptions.eventsPerWebhook + assumptions.envelopeKilobytes
    : assumptions.resultKilobytes;
  return {
    ...mapped,
    name,
    share: shareOf(name, row.sources, mix, assumptions.shares),
    writeUnitsPerEvent: row.markers ? WRITES_PER_MARKER * assumptions.destinationsPerEvent : 0,
    objectsPerEvent: entries + (isPerEvent ? 1 : 0),
    objectsPerBatch: isPerEvent ? 0 : assumptions.groupObjectsPerBatch,
    attempts: row.attempts,
    backoffCeilingSeconds: row.backoffCeilingSeconds,
    storedKilobytesPerEvent: resultKilobytes * assumptions.archiveCompression + entries * assumptions.entryKilobytes,
    itemKilobytesPerEvent: row.markers ? assumptions.markerKilobytes * assumptions.destinationsPerEvent : 0,
  };
}

function durationOf(
  name: string,
  { ingest, dispatch, worker, workers }: Assumptions,
  eventsAtOnce = EVENTS_AT_ONCE,
): DurationMs {
  const named = name === 'ingest' ? ingest : name === DISPATCH ? dispatch : (workers[name] ?? worker);
  return (events) => named.fixedMs + named.perEventMs * events + named.waitMs * Math.ceil(events / eventsAtOnce);
}
