import { TROUBLES, type Scenario, type Trouble } from './scenario.ts';
import type { Simulate, Verdict } from './verdict.ts';

/** Steps of one webhook less, after halving: each costs a run, and the difference hardly helps a reader. */
const SINGLE_STEPS_MAX = 8;

export interface Shrunk {
  readonly invariant: string;
  /** Of the smallest scenario that was found, which breaches the same invariant. */
  readonly verdict: Verdict;
  readonly runs: number;
  /** False when there was no time left to try everything. */
  readonly isComplete: boolean;
}

export interface ShrinkPorts {
  readonly simulate: Simulate;
  /** Asked before each run. */
  readonly isTimeOver: () => boolean;
}

/** Whether the scenario with this change breaches the same invariant; then it is the smallest so far. */
type Attempt = (change: Partial<Scenario>) => Promise<boolean>;

/**
 * Looks for a smaller scenario that breaches the same invariant: fewer webhooks, fewer troubles, fewer kinds of them,
 * round by round until a round finds nothing. It takes the first step that keeps the breach, so the same breach always
 * shrinks to the same scenario unless the time is over.
 * @param invariant the one of those it breaches that is looked at
 */
export async function shrink(
  breached: Verdict,
  invariant: string,
  { simulate, isTimeOver }: ShrinkPorts,
): Promise<Shrunk> {
  let smallest = breached;
  let runs = 0;
  let isComplete = true;

  const attempt: Attempt = async (change) => {
    if (isTimeOver()) {
      isComplete = false;
      return false;
    }
    runs += 1;
    const verdict = await simulate({ ...smallest.scenario, ...change });
    const isSame = verdict.breaches.some((breach) => breach.invariant === invariant);
    if (isSame) smallest = verdict;
    return isSame;
  };
  const current = () => smallest;
  for (;;) {
    const before = smallest;
    await fewerDeliveries(current, attempt);
    await fewerTroubles(current, attempt);
    await fewerKinds(current, attempt);
    if (smallest === before || !isComplete) return { invariant, verdict: smallest, runs, isComplete };
  }
}

async function fewerDeliveries(current: () => Verdict, attempt: Attempt): Promise<void> {
  const deliveries = () => current().scenario.deliveries;
  while (deliveries() > 1 && (await attempt({ deliveries: Math.floor(deliveries() / 2) })));
  for (let step = 0; step < SINGLE_STEPS_MAX && deliveries() > 1; step += 1) {
    if (!(await attempt({ deliveries: deliveries() - 1 }))) return;
  }
}

/** Kinds that did not occur are left as they are: they change nothing, and would only make the replaying line longer. */
async function fewerKinds(current: () => Verdict, attempt: Attempt): Promise<void> {
  const isMade = (trouble: Trouble) => (current().troubles[trouble] ?? 0) > 0;
  for (const trouble of TROUBLES.filter(isMade)) {
    const { without } = current().scenario;
    await attempt({ without: TROUBLES.filter((known) => known === trouble || without.includes(known)) });
  }
}

/** Bisection between the highest number that is known to hold and the lowest that is known to breach. */
async function fewerTroubles(current: () => Verdict, attempt: Attempt): Promise<void> {
  const breaches = () => Math.min(current().scenario.troublesMax, madeIn(current()));
  let holds = -1;
  while (breaches() - holds > 1) {
    const middle = holds + Math.ceil((breaches() - holds) / 2);
    if (!(await attempt({ troublesMax: middle }))) holds = middle;
  }
}

const madeIn = ({ troubles }: Verdict) => Object.values(troubles).reduce((sum, times) => sum + times, 0);
