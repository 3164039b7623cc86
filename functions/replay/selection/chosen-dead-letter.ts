import type { StoredDeadLetter, UnreadDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { Candidate } from '../candidate.ts';

/** A dead letter that is meant. */
export interface ChosenDeadLetter extends Candidate {
  /** Where choosing it took its record; what was written since is seen when it is claimed. */
  readonly stored?: StoredDeadLetter | UnreadDeadLetter;
}
