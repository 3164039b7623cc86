import type { QueueMessage } from '#shared/ports.ts';
import type { Candidate } from '../candidate.ts';

/** An archived event that its worker is to get. */
export interface ArchivedEvent extends Candidate {
  readonly source: string;
  readonly type: string;
  /** Which line of which object it is. */
  readonly key: string;
  readonly line: number;
  /** What is sent; left out where its body has to be put into the bucket first: hundreds of 4 MiB cannot be held together. */
  readonly message?: QueueMessage;
}

/** What cannot be sent; its id names the place, since no event is known. */
export interface UnusableLine extends Candidate {
  readonly because: string;
}

export type BackfillCandidate = ArchivedEvent | UnusableLine;
