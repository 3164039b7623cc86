import {
  closed,
  halfOpened,
  isOver,
  opened,
  openedAgain,
  probing,
  type Breaker,
  type Outage,
} from '#shared/breakers/breaker.ts';
import type { BreakerStore, StoredBreaker } from '#shared/breakers/breaker-store.ts';
import type { Clock, Log, Random } from '#shared/ports.ts';

/** One failure is an accident and two are a restart; five events in a row in one environment are a destination that is down. */
const FAILURES_MAX = 5;
/** How old the held state may be: a read per event would double the price of an event. */
const HELD_MS_MAX = 3000;

/** `post` as ever, `down` not at all, and why; a probe's outcome decides for everybody. */
export type Admission = 'post' | { readonly down: Outage } | { readonly probe: StoredBreaker };
/** `unknown`: the destination had no chance to answer. */
export type PostOutcome = 'answered' | 'failed' | 'unknown';

export interface BreakerGate {
  /** @param postMs from now on: by then a post to it is over, however long this takes to answer */
  admit(destination: string, postMs: number): Promise<Admission>;
  /**
   * Never throws: what became of the event is decided already.
   * @param lastFailure what the destination did, in our own words behind its name
   */
  report(destination: string, admission: Admission, outcome: PostOutcome, lastFailure?: string): Promise<void>;
}

export interface BreakerGatePorts {
  readonly breakers: BreakerStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface HeldState {
  readonly stored: StoredBreaker | undefined;
  readonly readAtMs: number;
}

/** Keeps events from destinations that are down, and finds out when they are up again. */
export function createBreakerGate({ breakers, clock, random, log }: BreakerGatePorts): BreakerGate {
  const held = new Map<string, HeldState>();
  const failures = new Map<string, number>();

  const hold = (destination: string, stored: StoredBreaker | undefined) =>
    held.set(destination, { stored, readAtMs: clock.now().getTime() });

  const look = async (destination: string): Promise<StoredBreaker | undefined> => {
    const known = held.get(destination);
    // Once its wait has passed it may be half-open at any moment, and the one event sent back as the probe must not be refused.
    const mayHaveChanged = known?.stored?.breaker.state === 'open' && isOver(known.stored.breaker, clock.now());
    if (known && !mayHaveChanged && clock.now().getTime() - known.readAtMs < HELD_MS_MAX) return known.stored;
    const stored = await breakers.get(destination);
    hold(destination, stored);
    return stored;
  };

  const claimProbe = async (destination: string, { breaker, revision }: StoredBreaker, postMs: number) => {
    const claim = probing(breaker, postMs, clock.now());
    const claimed = await breakers.put(claim, revision);
    if (claimed === 'conflict') {
      // Another event is the probe; the next look will tell what became of it.
      held.delete(destination);
      return { down: breaker };
    }
    const probe = { breaker: claim, revision: claimed };
    hold(destination, probe);
    return { probe };
  };

  const afterProbe = (breaker: Breaker, outcome: PostOutcome, lastFailure: string | undefined): Breaker => {
    if (outcome === 'answered') return closed(breaker, clock.now());
    if (outcome === 'unknown') return halfOpened(breaker, clock.now());
    return openedAgain(breaker, lastFailure, clock.now(), random);
  };

  const settleProbe = async ({ breaker, revision }: StoredBreaker, outcome: PostOutcome, lastFailure?: string) => {
    const { destination } = breaker;
    // Where somebody has written since, this probe took too long and another one decides.
    await breakers.put(afterProbe(breaker, outcome, lastFailure), revision);
    held.delete(destination);
    failures.delete(destination);
  };

  const countFailure = async (destination: string, lastFailure: string | undefined) => {
    const count = (failures.get(destination) ?? 0) + 1;
    failures.set(destination, count);
    if (count < FAILURES_MAX) return;
    const stored = await breakers.get(destination);
    if (!stored || stored.breaker.state === 'draining') {
      const open = opened({ destination, draining: stored?.breaker, lastFailure }, clock.now(), random);
      await breakers.put(open, stored?.revision ?? 'absent');
      log.warn('A destination is down', { destination, failures: count, lastFailure, openedAt: open.openedAt });
    }
    held.delete(destination);
    failures.delete(destination);
  };

  return {
    async admit(destination, postMs) {
      const stored = await look(destination);
      if (!stored || stored.breaker.state === 'draining') return 'post';
      const { breaker } = stored;
      const isForTaking =
        breaker.state === 'half-open' || (breaker.state === 'probing' && isOver(breaker, clock.now()));
      return isForTaking ? claimProbe(destination, stored, postMs) : { down: breaker };
    },
    async report(destination, admission, outcome, lastFailure) {
      try {
        if (isProbe(admission)) await settleProbe(admission.probe, outcome, lastFailure);
        else if (outcome === 'failed') await countFailure(destination, lastFailure);
        else if (outcome === 'answered') failures.delete(destination);
      } catch (error) {
        log.warn('A breaker could not be written', { destination, error });
      }
    },
  };
}

export const isDown = (admission: Admission) => typeof admission === 'object' && 'down' in admission;

export const isProbe = (admission: Admission) => typeof admission === 'object' && 'probe' in admission;
