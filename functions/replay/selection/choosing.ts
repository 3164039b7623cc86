import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import type { DeadLetterState, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Selection } from '#shared/messages/selection.ts';
import type { Objects } from '#shared/ports.ts';
import type { RunSpan } from '../candidate.ts';

export interface Choosing {
  readonly selection: Selection;
  readonly span: RunSpan;
  /** In the order in which they are gone through; those that are named are meant whatever their state. */
  readonly states: readonly DeadLetterState[];
  /** What can be told of it before it is acted upon: it is `passed over`, or has its outcome already. */
  readonly settle: (summary: DeadLetterSummary) => Outcome | 'passed over' | undefined;
  /** Told of each that is meant and has its outcome. */
  readonly onSettled: (outcomes: readonly Outcome[]) => void;
  /** What `onReached` was told: only what lies behind it is given. */
  readonly after?: string | undefined;
  /** Told of each place before which all that is meant was given, and nothing was passed over. */
  readonly onReached: (place: string) => void;
}

export interface ChoosePorts {
  readonly store: Pick<DeadLetterStore, 'getMany' | 'page' | 'pageOfGroup'>;
  /** Where claim checks lie. */
  readonly results: Objects;
}
