import type { Scheduler } from '../engine/scheduler.ts';
import type { Troubles } from '../engine/troubles.ts';
import { awsError } from './aws-error.ts';

/** One thing of a service that calls go to, such as a queue or a table: what fails, fails for all who call it. */
export interface Endpoint {
  /** `deliveries`, `results`, a destination's host. */
  readonly name: string;
  /** What it says at the moment to whoever calls; undefined while it is well. */
  refusal(): Refusal | undefined;
  /** Refuses most calls for a while. */
  throttle(): void;
  /** Takes seconds for every call for a while. */
  slowDown(): void;
  readonly isSlow: () => boolean;
}

export interface Refusal {
  /** What the SDK makes of it. */
  readonly error: () => Error;
  /** `hangs` when no answer comes at all. */
  readonly manner: OutageManner | 'throttled';
}

const OUTAGE_MANNERS = ['refuses', 'fails', 'hangs'] as const;

export type OutageManner = (typeof OUTAGE_MANNERS)[number];

/** An outage begins in the first minutes of a run, while there is something to lose. */
const OUTAGE_WITHIN_MS = 20 * 60_000;
const OUTAGE_MS = { min: 60_000, max: 7 * 60_000 };
const THROTTLE_MS = { min: 1000, max: 15_000 };
const THROTTLED_SHARE = 0.7;
const SLOW_MS = { min: 10_000, max: 2 * 60_000 };

export interface EndpointPorts {
  readonly scheduler: Scheduler;
  readonly troubles: Troubles;
}

/** @param outageChance that it is away for minutes, once in a run */
export function createEndpoint(name: string, outageChance: number, { scheduler, troubles }: EndpointPorts): Endpoint {
  const outage = troubles.strikes('outage', outageChance) ? planOutage(scheduler, troubles) : undefined;
  const throttling = troubles.random('throttle');
  let throttledUntilMs = 0;
  let slowUntilMs = 0;
  return {
    name,
    refusal() {
      if (troubles.ended) return undefined;
      const nowMs = scheduler.nowMs();
      if (outage && nowMs >= outage.fromMs && nowMs < outage.untilMs) return outage.refusal;
      return nowMs < throttledUntilMs && throttling.fraction() < THROTTLED_SHARE ? THROTTLED : undefined;
    },
    throttle() {
      throttledUntilMs = scheduler.nowMs() + between(THROTTLE_MS, throttling.fraction());
    },
    slowDown() {
      slowUntilMs = scheduler.nowMs() + between(SLOW_MS, troubles.random('slow').fraction());
    },
    isSlow: () => !troubles.ended && scheduler.nowMs() < slowUntilMs,
  };
}

const REFUSALS: Readonly<Record<OutageManner, Refusal>> = {
  refuses: {
    manner: 'refuses',
    error: () => Object.assign(awsError('Error', 'connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  },
  fails: { manner: 'fails', error: () => awsError('ServiceUnavailable', 'The service is unavailable', 503) },
  hangs: { manner: 'hangs', error: () => awsError('TimeoutError', 'No answer came in time') },
};

const THROTTLED: Refusal = {
  manner: 'throttled',
  error: () => awsError('ThrottlingException', 'Rate exceeded', 429),
};

function planOutage(scheduler: Scheduler, troubles: Troubles) {
  const random = troubles.random('outage');
  const fromMs = scheduler.nowMs() + random.fraction() * OUTAGE_WITHIN_MS;
  const manner = OUTAGE_MANNERS[Math.floor(random.fraction() * OUTAGE_MANNERS.length)] ?? 'fails';
  return { fromMs, untilMs: fromMs + between(OUTAGE_MS, random.fraction()), refusal: REFUSALS[manner] };
}

const between = ({ min, max }: { readonly min: number; readonly max: number }, fraction: number) =>
  min + fraction * (max - min);
