import * as v from 'valibot';
import type { Random } from '../ports.ts';

/** A destination that just went down is often back within the minute; one that stays down is asked every ten minutes. */
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 600;
/** Whoever works for several destinations must not ask all of them in the same moment. */
const JITTER_SHARE = 0.25;
/** Dead letters from before the closing may still be on their way through queue, keeper and index. */
const DRAIN_SECONDS_MIN = 900;
/** Longer than any wait; a breaker nobody touches belongs to a destination that is no longer configured. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/**
 * Without a record all is well. `open` nothing is posted until the wait has passed · `half-open` the next event is posted,
 * to see · `probing` that event is on its way · `draining` all is well again and its dead letters are being sent back.
 */
export const breakerSchema = v.object({
  v: v.literal(1),
  /** `forward/breakers/<destination>`: no event has the id `breakers`, so no marker can have this id. */
  id: v.string(),
  destination: v.string(),
  state: v.picklist(['open', 'half-open', 'probing', 'draining']),
  /** How long it was or will be open, before jitter. */
  waitSeconds: v.number(),
  /** Unix milliseconds. Until then nobody but who wrote it acts; draining: until then dead letters may still turn up. */
  untilMs: v.number(),
  /** Draining: until then somebody is at it. */
  leaseUntilMs: v.optional(v.number()),
  /** Since when it takes nothing, ISO 8601; not while draining. Records of older code have neither this nor the next. */
  openedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  /** What it did last, in our own words behind its name: `answered 503`. Nothing of its URL or its answer. */
  lastFailure: v.optional(v.string()),
  expiresAt: v.number(),
});

export type Breaker = v.InferOutput<typeof breakerSchema>;

export const breakerId = (destination: string) => `forward/breakers/${destination}`;

/** Why and since when a destination takes nothing, as far as it is known. */
export type Outage = Pick<Breaker, 'destination' | 'openedAt' | 'lastFailure'>;

export interface Opening {
  readonly destination: string;
  readonly draining?: Breaker | undefined;
  readonly lastFailure?: string | undefined;
}

/** Too many failures in a row. While draining it was up for a moment only, so the wait goes on growing. */
export const opened = ({ destination, draining, lastFailure }: Opening, now: Date, random: Random): Breaker => {
  const outage = outageOf({ destination, openedAt: now.toISOString(), lastFailure });
  return openFor(outage, draining ? doubled(draining.waitSeconds) : FIRST_WAIT_SECONDS, now, random);
};

/** The probe failed: the same outage goes on. */
export const openedAgain = (probe: Breaker, lastFailure: string | undefined, now: Date, random: Random): Breaker =>
  openFor(
    outageOf({ ...probe, lastFailure: lastFailure ?? probe.lastFailure }),
    doubled(probe.waitSeconds),
    now,
    random,
  );

/** The wait has passed. If no event comes to be the probe in as much time, one more dead letter is sent back. */
export const halfOpened = (open: Breaker, now: Date): Breaker => {
  const { waitSeconds } = open;
  return breaker(outageOf(open), { state: 'half-open', waitSeconds, untilMs: now.getTime() + waitSeconds * 1000 }, now);
};

/** @param ms the longest the probe can take */
export const probing = (open: Breaker, ms: number, now: Date): Breaker =>
  breaker(outageOf(open), { state: 'probing', waitSeconds: open.waitSeconds, untilMs: now.getTime() + ms }, now);

/** The probe was answered: the outage is over, and what fails from now on is another one. */
export const closed = ({ destination, waitSeconds }: Breaker, now: Date): Breaker =>
  breaker({ destination }, { state: 'draining', waitSeconds, untilMs: now.getTime() + DRAIN_SECONDS_MIN * 1000 }, now);

/** Whether this state has ended without anybody saying so: the wait passed, or whoever was to act has died. */
export const isOver = ({ untilMs }: Breaker, now: Date) => untilMs <= now.getTime();

const doubled = (seconds: number) => Math.min(LONGEST_WAIT_SECONDS, seconds * 2);

/** Without the keys whose value nobody knows: the table takes no undefined. */
const outageOf = ({ destination, openedAt, lastFailure }: Outage): Outage => ({
  destination,
  ...(openedAt !== undefined && { openedAt }),
  ...(lastFailure !== undefined && { lastFailure }),
});

function openFor(outage: Outage, waitSeconds: number, now: Date, random: Random): Breaker {
  const waitMs = waitSeconds * 1000 * (1 + JITTER_SHARE * random.fraction());
  return breaker(outage, { state: 'open', waitSeconds, untilMs: now.getTime() + waitMs }, now);
}

function breaker(outage: Outage, state: Pick<Breaker, 'state' | 'waitSeconds' | 'untilMs'>, now: Date): Breaker {
  const expiresAt = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
  return { v: 1, id: breakerId(outage.destination), ...outage, ...state, expiresAt };
}
