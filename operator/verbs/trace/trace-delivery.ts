import * as v from 'valibot';
import { traceAnswerSchema } from '#shared/messages/inspect-request.ts';
import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import { CANARY_SOURCE } from '#shared/subscriptions/is-subscribed.ts';
import { CANARY_TYPE } from '../canary/canary-type.ts';
import { namesGoodEnds, sampleOf } from '../names-good-ends.ts';
import { findAccepted, type Accepted } from './find-accepted.ts';
import { findAttempts } from './find-attempts.ts';
import { mergePoints } from './merge-points.ts';
import { HOUR_MS, type Looked } from './search-logs.ts';
import type { TracePorts } from './trace-ports.ts';

/** Whoever asks about a webhook mostly asks on the same day. */
const HOURS = 24;

export interface TraceAsked {
  /** A delivery's, an event's or the sender's own event id. */
  readonly id: string;
  /** When it came, where that is known. */
  readonly near?: string | undefined;
  readonly hours?: number | undefined;
}

/**
 * One delivery from its request to each worker's end: what is stored, and between that what the logs tell of attempts.
 * Whoever may not read logs gets the rest, and a gap that says so. Undefined where nothing knows this id.
 */
export async function traceDelivery(asked: TraceAsked, ports: TracePorts): Promise<Trace | undefined> {
  const { hours = HOURS } = asked;
  const until = asked.near === undefined ? ports.clock.now() : new Date(asked.near);
  const from = new Date(until.getTime() - hours * HOUR_MS);
  const accepted = await findAccepted(asked.id, { from, until: afterwards(until) }, ports);
  const stored = await storedTrace({ ...asked, hours }, accepted.found, ports);
  const trace = stored ?? (accepted.found && onlyAccepted(accepted.found));
  if (!trace) return undefined;
  const since = trace.delivery.receivedAt ?? accepted.found?.receivedAt ?? from.toISOString();
  const attempts = await findAttempts(trace, new Date(since), ports);
  return {
    ...trace,
    delivery: { ...accepted.found?.delivery, ...trace.delivery },
    points: [...mergePoints([...trace.points, ...missing(trace, accepted.found)], attempts.found ?? [])],
    gaps: [...trace.gaps, ...gapsOf([accepted, attempts]), ...sampledAway(trace, ports)],
  };
}

/** Clocks differ, and what somebody calls the time of a webhook is seldom that of its log line. */
const afterwards = (instant: Date) => new Date(instant.getTime() + HOUR_MS);

async function storedTrace(
  { id, near, hours }: TraceAsked,
  accepted: Accepted | undefined,
  { pipeline, signal }: TracePorts,
): Promise<Trace | undefined> {
  const ids = new Set([accepted?.delivery.id ?? id, id]);
  for (const one of ids) {
    const request = { trace: { id: one, near: accepted?.receivedAt ?? near, hours, ...canaryOf(accepted) } };
    // oxlint-disable-next-line no-await-in-loop -- the second only where the first finds nothing
    const { trace } = v.parse(traceAnswerSchema, await pipeline.inspect(request, signal));
    if (trace) return trace;
  }
  return undefined;
}

/** No archive has it: it is found by what it is. */
const canaryOf = (accepted: Accepted | undefined) =>
  accepted?.delivery.source === CANARY_SOURCE ? { event: { source: CANARY_SOURCE, type: CANARY_TYPE } } : {};

/** Accepted, and nowhere yet: it waits on a queue, or in the bucket. */
const onlyAccepted = ({ delivery, point }: Accepted): Trace => ({
  delivery,
  events: [],
  stands: [],
  points: [point],
  gaps: [],
});

const missing = ({ points }: Trace, accepted: Accepted | undefined): readonly TracePoint[] =>
  accepted && !points.some(({ kind }) => kind === 'received') ? [accepted.point] : [];

/** The canary is always told. */
function sampledAway({ delivery }: Trace, { pipeline: { about } }: TracePorts): readonly string[] {
  const sample = sampleOf(about);
  if (sample === undefined || delivery.source === CANARY_SOURCE || namesGoodEnds(about, delivery.id)) return [];
  return [
    `When it was published and first succeeded is not in the log, which names ${sample} (logSampleRate) and all that fails.`,
  ];
}

const gapsOf = (looked: readonly Looked<unknown>[]): string[] => [
  ...new Set(looked.flatMap(({ gap }) => (gap === undefined ? [] : [gap]))),
];
