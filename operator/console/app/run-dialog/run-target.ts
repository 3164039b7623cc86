import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Chosen } from '../pages/dead-letters/filters.ts';

export type RunKind = 'replay' | 'discard';

/** Which dead letters a run is about. */
export interface RunTarget {
  /** The worker whose they are. */
  readonly from: string;
  readonly chosen: Chosen | { readonly ids: readonly string[] };
  /** Which they are, in words: the dialog names them before anything happens. */
  readonly what: string;
  /** Left out: they are open. What is quarantined is sent by force or not at all. */
  readonly state?: DeadLetterState;
}
