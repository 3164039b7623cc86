import type { MappingState } from '../pipeline/pipeline.ts';

/** Whether a queue feeds its function. `changing` AWS is at it; `unknown` nobody could tell. */
export type Feed = MappingState['state'] | 'unknown';

/** Of all its mappings together. */
export function feedOf(mappings: readonly Pick<MappingState, 'state'>[]): Feed {
  const [first, ...others] = mappings;
  if (first === undefined) return 'unknown';
  return others.every(({ state }) => state === first.state) ? first.state : 'changing';
}
