import type { Clock } from '#shared/ports.ts';
import type { LogLine, Pipeline } from '../pipeline/pipeline.ts';
import { readTailed, type TailedEvent } from './read-tailed.ts';

export type { TailedEvent } from './read-tailed.ts';

export interface TailAsked {
  /** Left out: from now on. */
  readonly from?: Date;
  readonly sources?: readonly string[];
  readonly types?: readonly string[];
  /** `ingest` and `dispatch` are workers here, too; left out: everyone. */
  readonly workers?: readonly string[];
}

export interface TailPorts {
  readonly pipeline: Pick<Pipeline, 'about' | 'logs' | 'stage'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** CloudWatch shows a line some seconds after it was written, and not always in its order. */
const LATE_MS = 15_000;
/** Six log groups each time, and CloudWatch takes five calls a second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const POLL_MS = { local: 500, deployed: 2500 };

/** What happens to webhooks and events, as the functions log it, until the signal ends it. */
export async function* tailEvents(
  asked: TailAsked,
  { pipeline, clock, signal }: TailPorts,
): AsyncGenerator<TailedEvent> {
  const { about, logs, stage } = pipeline;
  const began = asked.from ?? clock.now();
  const functions = [...new Set(['ingest', ...about.workers.map((worker) => worker.function), 'keeper'])];
  const isNew = createNewLines();
  const known = new Map<string, Named>();
  let from = began;
  while (!signal.aborted) {
    const askedAt = clock.now();
    try {
      for await (const line of logs.find({ functions, from }, signal)) {
        if (!isNew(line)) continue;
        for (const event of readTailed(line)) {
          const named = withNames(event, known);
          if (isWanted(named, asked)) yield named;
        }
      }
      await clock.sleep(stage === 'local' ? POLL_MS.local : POLL_MS.deployed, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    from = new Date(Math.max(began.getTime(), askedAt.getTime() - LATE_MS));
    isNew.forgetBefore(from);
  }
}

/** Each line once, although the spans that are asked for overlap. */
function createNewLines() {
  const seen = new Map<string, number>();
  const isNew = ({ at, function: name, text }: LogLine): boolean => {
    const key = `${at.getTime()} ${name} ${text}`;
    if (seen.has(key)) return false;
    seen.set(key, at.getTime());
    return true;
  };
  return Object.assign(isNew, {
    forgetBefore(from: Date) {
      for (const [key, at] of seen) if (at < from.getTime()) seen.delete(key);
    },
  });
}

type Named = Pick<TailedEvent, 'source' | 'types'>;
/** As many deliveries as can be on their way while somebody watches. */
const KNOWN_MAX = 10_000;

/** The keeper's lines tell no source; what went by before does. */
function withNames(event: TailedEvent, known: Map<string, Named>): TailedEvent {
  const ids = [event.eventId, event.deliveryId].filter((id) => id !== undefined);
  const before = ids.map((id) => known.get(id)).find((named) => named !== undefined);
  const source = event.source ?? before?.source;
  const types = event.types ?? before?.types;
  const named = { ...(source !== undefined && { source }), ...(types && { types }) };
  for (const id of ids) known.set(id, named);
  for (const oldest of known.keys()) {
    if (known.size <= KNOWN_MAX) break;
    known.delete(oldest);
  }
  return { ...event, ...named };
}

function isWanted({ source, types = [], step }: TailedEvent, asked: TailAsked): boolean {
  if (asked.sources && (source === undefined || !asked.sources.includes(source))) return false;
  if (asked.types && !types.some((type) => asked.types?.includes(type))) return false;
  return asked.workers === undefined || asked.workers.includes(step);
}
