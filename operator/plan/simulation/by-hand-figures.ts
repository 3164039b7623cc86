import type { QueueOutcome } from './simulated.ts';

/** What the formulas know of a queue and its function. */
export interface QueueByHand {
  readonly batch: number;
  /** That one invocation after the other gets done. */
  readonly perInvocationSecond: number;
  readonly ceiling: number;
  /** Invocations at once when a mapping begins, and how many more each second allows. */
  readonly atFirst: number;
  readonly growth: number;
  readonly ratePerSecond: number;
  /** Of all webhooks. */
  readonly share: number;
  readonly attempts: number;
  readonly backoffCeilingSeconds: number;
}

export interface ByHand {
  readonly what: string;
  readonly of: (outcome: QueueOutcome) => number | undefined;
  readonly byHand: number;
  readonly formula: string;
}

export const whole = (value: number) =>
  value < 10 ? String(Number(value.toPrecision(2))) : Math.round(value).toLocaleString('en-US');
