import { createHash } from 'node:crypto';

/**
 * `unavailable` and `throttled` are the service's own refusals · `reset` breaks the connection before the service has heard
 * anything, `answer-lost` after it has done what it was asked · `delayed` lets the request arrive late, even behind the
 * time-out of whoever waits · `answer-late` holds back the answer to what was done.
 */
export type Fault =
  | { readonly kind: 'unavailable' | 'throttled' | 'reset' | 'answer-lost' }
  | { readonly kind: 'delayed' | 'answer-late'; readonly ms: number };

export type FaultKind = Fault['kind'];
export const FAULT_KINDS = [
  'unavailable',
  'throttled',
  'reset',
  'answer-lost',
  'delayed',
  'answer-late',
] as const satisfies readonly FaultKind[];

interface Chance {
  readonly share: number;
  /** @param draw from 0 to 1 */
  readonly fault: (draw: number) => Fault;
}

/** Slow, and still in time for every client: the shortest time-out is ingest's, of less than a second. */
const SLOW_MS_MAX = 400;
/** The longest time-out of a client is 5 s; the rest is behind all of them. */
const TOO_SLOW_MS = { min: 1000, max: 6500 };

const ms = ({ min, max }: typeof TOO_SLOW_MS, draw: number) => Math.round(min + draw * (max - min));

/** Of a hundred requests. Waiting costs the run more than refusals do: a stalled call holds one of four environments. */
const EVER: readonly Chance[] = [
  { share: 0.008, fault: () => ({ kind: 'unavailable' }) },
  { share: 0.008, fault: () => ({ kind: 'throttled' }) },
  { share: 0.005, fault: () => ({ kind: 'reset' }) },
  { share: 0.008, fault: () => ({ kind: 'answer-lost' }) },
  { share: 0.01, fault: (draw) => ({ kind: 'delayed', ms: ms({ min: 20, max: SLOW_MS_MAX }, draw) }) },
  { share: 0.001, fault: (draw) => ({ kind: 'delayed', ms: ms(TOO_SLOW_MS, draw) }) },
  { share: 0.001, fault: (draw) => ({ kind: 'answer-late', ms: ms(TOO_SLOW_MS, draw) }) },
];

/** Single faults are met by the SDK's second attempt and seldom reach our code; spells do. */
const SPELL: readonly Chance[] = [
  { share: 0.2, fault: () => ({ kind: 'unavailable' }) },
  { share: 0.2, fault: () => ({ kind: 'throttled' }) },
  { share: 0.1, fault: () => ({ kind: 'reset' }) },
  { share: 0.1, fault: () => ({ kind: 'answer-lost' }) },
];
const SPELL_REQUESTS = 20;
const SPELL_SHARE = 0.04;

/**
 * What happens to the n-th request of an operation. The seed decides for each operation by itself: which request is the n-th
 * depends on the machine, so a run with the same seed has the same faults and not the same course.
 */
export function drawFault(seed: number, operation: string, n: number): Fault | undefined {
  const isSpell = fraction(seed, operation, 'spell', Math.floor(n / SPELL_REQUESTS)) < SPELL_SHARE;
  let draw = fraction(seed, operation, 'fault', n);
  for (const { share, fault } of isSpell ? [...SPELL, ...EVER] : EVER) {
    if (draw < share) return fault(draw / share);
    draw -= share;
  }
  return undefined;
}

function fraction(...named: readonly (string | number)[]): number {
  return createHash('sha256').update(named.join('/')).digest().readUInt32BE() / 2 ** 32;
}
