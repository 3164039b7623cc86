import { TROUBLES, type Trouble } from '../scenario.ts';
import type { Verdict } from '../verdict.ts';

/** Many runs, added up. */
export interface Tally {
  readonly runs: number;
  readonly posted: number;
  readonly accepted: number;
  readonly events: number;
  readonly results: number;
  readonly deadLetters: number;
  readonly replayed: number;
  readonly calls: number;
  readonly virtualSeconds: number;
  readonly troubles: Readonly<Partial<Record<Trouble, number>>>;
  /** Runs in which something did not hold. */
  readonly breached: number;
}

export const NOTHING_YET: Tally = {
  runs: 0,
  posted: 0,
  accepted: 0,
  events: 0,
  results: 0,
  deadLetters: 0,
  replayed: 0,
  calls: 0,
  virtualSeconds: 0,
  troubles: {},
  breached: 0,
};

export function addVerdict(tally: Tally, verdict: Verdict): Tally {
  const made = (trouble: Trouble) => (tally.troubles[trouble] ?? 0) + (verdict.troubles[trouble] ?? 0);
  return {
    runs: tally.runs + 1,
    posted: tally.posted + verdict.webhooks.posted,
    accepted: tally.accepted + verdict.webhooks.accepted,
    events: tally.events + verdict.events,
    results: tally.results + verdict.results,
    deadLetters: tally.deadLetters + verdict.deadLetters,
    replayed: tally.replayed + verdict.replayed,
    calls: tally.calls + verdict.calls,
    virtualSeconds: tally.virtualSeconds + verdict.virtualSeconds,
    troubles: Object.fromEntries(TROUBLES.map((trouble) => [trouble, made(trouble)])),
    breached: tally.breached + Number(verdict.breaches.length > 0),
  };
}
