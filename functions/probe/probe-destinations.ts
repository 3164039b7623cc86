import { halfOpened, isOver } from '#shared/breakers/breaker.ts';
import type { StoredBreaker } from '#shared/breakers/breaker-store.ts';
import type { Deadline } from '#shared/lambda/deadline.ts';
import { drainDestination } from './drain-destination.ts';
import { findDeadLetters } from './find-dead-letters.ts';
import type { ProbePorts } from './probe-ports.ts';
import { startRun } from './start-run.ts';

export interface Tick {
  /** How many destinations are or lately were down. */
  readonly breakers: number;
}

/**
 * One tick: where a breaker has waited long enough, one dead letter goes back as the probe; where a destination is up again,
 * its dead letters follow. All that is known between two ticks stands in the breakers, so one that dies is followed by the
 * next one.
 */
export function createProbeDestinations(ports: ProbePorts) {
  const { destinations, breakers, sendBack, withReceipt, clock, log } = ports;

  const probe = async ({ breaker, revision }: StoredBreaker, requestId: string): Promise<void> => {
    if (!isOver(breaker, clock.now())) return;
    // First the breaker: a dead letter that came before would only meet it shut. Without any, the next event is the probe.
    if ((await breakers.put(halfOpened(breaker, clock.now()), revision)) === 'conflict') return;
    const { destination } = breaker;
    for await (const { ready } of findDeadLetters(destination, ports)) {
      const [first] = ready;
      if (!first) continue;
      const reason = `To see whether ${destination} takes events again`;
      const started = startRun({ destination, eventIds: [first.eventId], reason, requestId }, ports);
      const { run } = started;
      const { succeeded } = await withReceipt(started, async (receipt) => {
        await receipt.begin();
        receipt.add(await sendBack({ ids: [first.id], run }));
      });
      log.info('Sent a dead letter back as a probe', { worker: 'forward', destination, run, id: first.id, succeeded });
      return;
    }
  };

  return async function probeDestinations(deadline: Deadline, requestId: string): Promise<Tick> {
    const configured = await destinations();
    const stored = await breakers.getMany(Object.keys(configured));
    const probeOrDrain = async (one: StoredBreaker): Promise<void> => {
      const entry = configured[one.breaker.destination];
      // Over an invalid entry forward holds all events back; these would only use up their attempts.
      if (!entry || entry === 'invalid') return;
      if (one.breaker.state !== 'draining') return probe(one, requestId);
      await drainDestination(one, { perSecond: Math.floor(entry.replaysPerSecond), deadline, requestId }, ports);
    };
    const outcomes = await Promise.allSettled(stored.map(probeOrDrain));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      const destination = stored[index]?.breaker.destination;
      log.error('A destination could not be probed', { worker: 'forward', destination, error: outcome.reason });
    }
    return { breakers: stored.length };
  };
}
