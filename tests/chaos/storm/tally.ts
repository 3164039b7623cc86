export type Phase = 'starting' | 'storm' | 'draining' | 'checking the storm' | 'replaying' | 'checking' | 'done';

/** What has happened so far; counted while it happens. */
export interface Tally {
  phase: Phase;
  posted: number;
  accepted: number;
  /** Posts without an answer. */
  broken: number;
  /** Posts that were answered with 429 or 5xx. */
  askedToComeAgain: number;
  processKills: number;
  /** Function → how often one of its environments was killed. */
  readonly environmentKills: Record<string, number>;
}

export const createTally = (): Tally => ({
  phase: 'starting',
  posted: 0,
  accepted: 0,
  broken: 0,
  askedToComeAgain: 0,
  processKills: 0,
  environmentKills: {},
});
