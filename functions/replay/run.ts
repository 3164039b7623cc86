import type { Tally } from '#shared/dead-letters/tally.ts';
import type { CheckedReplayRequest } from '#shared/messages/replay-request.ts';
import type { Allowance } from './allowance.ts';

/** One invocation of replay: what was asked, and what has become of it so far. */
export interface Run {
  readonly run: string;
  readonly request: CheckedReplayRequest;
  /** Only what failed last before then is meant. */
  readonly before: Date;
  readonly startedAt: Date;
  readonly requestId: string;
  readonly allowance: Allowance;
  readonly tally: Tally;
}
