import type { Troubles } from '../engine/troubles.ts';

/** Of each call. A run makes a few thousand of them; most that goes wrong in it goes wrong here. */
const CHANCES = {
  crash: 0.0008,
  'error-before': 0.004,
  'error-after': 0.003,
  slow: 0.003,
  throttle: 0.0004,
} as const;

export type CallTrouble = keyof typeof CHANCES;

/**
 * What goes wrong with the next call; nearly always nothing.
 * @param weight by which each chance is multiplied
 */
export function troubleOfCall(troubles: Troubles, weight: number): CallTrouble | undefined {
  if (troubles.ended) return undefined;
  if (troubles.strikes('error-before', CHANCES['error-before'] * weight)) return 'error-before';
  if (troubles.strikes('error-after', CHANCES['error-after'] * weight)) return 'error-after';
  if (troubles.strikes('slow', CHANCES.slow * weight)) return 'slow';
  if (troubles.strikes('crash', CHANCES.crash * weight)) return 'crash';
  return troubles.strikes('throttle', CHANCES.throttle) ? 'throttle' : undefined;
}
