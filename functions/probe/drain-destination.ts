import { isOver, type Breaker } from '#shared/breakers/breaker.ts';
import type { StoredBreaker } from '#shared/breakers/breaker-store.ts';
import type { OpenReceipt } from '#shared/dead-letters/with-receipt.ts';
import type { Deadline } from '#shared/lambda/deadline.ts';
import type { Clock } from '#shared/ports.ts';
import { findDeadLetters } from './find-dead-letters.ts';
import type { ProbePorts } from './probe-ports.ts';
import { startRun } from './start-run.ts';

/** What the last write of a tick may take after its time is over. */
const LEASE_MARGIN_MS = 1000;

type DrainPorts = Pick<ProbePorts, 'breakers' | 'deadLetters' | 'sendBack' | 'withReceipt' | 'clock' | 'ids' | 'log'>;

export interface DrainOptions {
  readonly perSecond: number;
  readonly deadline: Deadline;
  readonly requestId: string;
}

/**
 * Sends back what waits for a destination that is up again, so many a second, until none is left or the tick's time is
 * over; and stops as soon as forward has opened the breaker again.
 */
export async function drainDestination(
  { breaker, revision }: StoredBreaker,
  { perSecond, deadline, requestId }: DrainOptions,
  ports: DrainPorts,
): Promise<void> {
  const { breakers, clock, withReceipt, log } = ports;
  const { destination, leaseUntilMs = 0 } = breaker;
  // Two ticks at once would double the rate.
  if (leaseUntilMs > clock.now().getTime()) return;
  const leased = { ...breaker, leaseUntilMs: clock.now().getTime() + deadline.remainingMs() + LEASE_MARGIN_MS };
  const own = await breakers.put(leased, revision);
  if (own === 'conflict') return;

  const isGoingOn = async () => !deadline.signal.aborted && (await breakers.get(destination))?.revision === own;
  let isStopped = false;
  let left = 0;
  const reason = `${destination} takes events again`;
  const started = startRun({ destination, reason, requestId, isUnfinished: () => isStopped }, ports);
  const { run } = started;
  const { succeeded } = await withReceipt(started, async (receipt) => {
    for await (const { ready, heldCount } of findDeadLetters(destination, ports)) {
      left += ready.length + heldCount;
      await sendPaced(
        ready.map(({ id }) => id),
        { run, receipt, perSecond, deadline, isGoingOn },
        ports,
      );
      isStopped = !(await isGoingOn());
      if (isStopped) break;
    }
  });
  if (succeeded > 0) {
    log.info('Sent dead letters back to a destination that is up again', {
      worker: 'forward',
      destination,
      run,
      succeeded,
    });
  }
  // Where somebody has written since, that one decides. A lease that is not given back ends by itself.
  const isFinished = left === 0 && isOver(breaker, clock.now()) && !deadline.signal.aborted;
  await (isFinished ? breakers.remove(destination, own) : breakers.put(withoutLease(leased), own));
}

interface Pacing {
  readonly run: string;
  /** Begun before the first is sent. */
  readonly receipt: OpenReceipt;
  readonly perSecond: number;
  readonly deadline: Deadline;
  readonly isGoingOn: () => Promise<boolean>;
}

async function sendPaced(
  letters: readonly string[],
  { run, receipt, perSecond, deadline, isGoingOn }: Pacing,
  { sendBack, clock }: Pick<DrainPorts, 'sendBack' | 'clock'>,
): Promise<void> {
  for (let start = 0; start < letters.length; start += perSecond) {
    // oxlint-disable no-await-in-loop -- one second's worth after the other
    if (!(await isGoingOn())) break;
    await receipt.begin();
    const beganMs = clock.now().getTime();
    const batch = letters.slice(start, start + perSecond);
    receipt.add(await sendBack({ ids: batch, run }));
    const turnMs = (batch.length / perSecond) * 1000;
    await pause(beganMs + turnMs - clock.now().getTime(), deadline, clock);
    // oxlint-enable no-await-in-loop
  }
}

/** Ends early when the time of the tick is over. */
async function pause(ms: number, { signal }: Deadline, clock: Clock): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function withoutLease(leased: Breaker): Breaker {
  const { leaseUntilMs: _, ...breaker } = leased;
  return breaker;
}
