import type { Scenario, Trouble } from './scenario.ts';

/** What one run came to. */
export interface Verdict {
  readonly scenario: Scenario;
  readonly breaches: readonly { readonly invariant: string; readonly sentence: string }[];
  readonly webhooks: { readonly posted: number; readonly accepted: number };
  readonly events: number;
  readonly results: number;
  readonly deadLetters: number;
  readonly replayed: number;
  readonly calls: number;
  readonly troubles: Readonly<Partial<Record<Trouble, number>>>;
  readonly virtualSeconds: number;
  /** Changes when the run of the same scenario changes: a digest of every call in its order. */
  readonly digest: string;
}

/** Runs one scenario in a world of its own. */
export type Simulate = (scenario: Scenario) => Promise<Verdict>;
