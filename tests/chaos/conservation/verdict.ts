import type { FaultKind } from '../proxy/draw-fault.ts';
import type { Replayed } from '../storm/replay-the-rest.ts';
import type { Phase, Tally } from '../storm/tally.ts';
import type { Breach } from './check-conservation.ts';
import type { Ends } from './ends.ts';
import type { StormRecord } from './storm-record.ts';

type Counts = Readonly<Record<string, number>>;

export interface Verdict {
  readonly seed: number;
  readonly tally: Omit<Tally, 'phase'>;
  /** Of functions to AWS. */
  readonly requests: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Once the storm had drained: worker → dead letters that were open. */
  readonly deadAfterStorm: Counts;
  readonly replayed: Replayed;
  /** Worker → events with a result, at the end. */
  readonly results: Counts;
  /** Worker → dead letters that are open at the end. */
  readonly dead: Counts;
  /** Accepted webhooks that no attempt can ever make a result of. */
  readonly poison: number;
  /** Accepted webhooks that the ledger is subscribed to. */
  readonly ofMoney: number;
  readonly entriesWritten: number;
  /** Events that the destination has taken, and those that it took more than once under their one id. */
  readonly taken: number;
  readonly takenAgain: number;
  readonly seconds: Readonly<Partial<Record<Phase, number>>>;
  readonly breaches: readonly Breach[];
}

interface Observed extends Pick<Verdict, 'seed' | 'requests' | 'faults' | 'replayed' | 'seconds' | 'breaches'> {
  readonly tally: Tally;
  readonly afterStorm: Ends;
  readonly healed: Ends;
  readonly record: StormRecord;
}

export function toVerdict({ tally, afterStorm, healed, record, ...observed }: Observed): Verdict {
  const { phase: _, ...counted } = tally;
  const accepted = [...record.accepted.values()].map(({ mixed }) => mixed);
  return {
    ...observed,
    tally: counted,
    deadAfterStorm: countOpen(afterStorm),
    results: Object.fromEntries([...healed.results].map(([worker, ids]) => [worker, ids.size])),
    dead: countOpen(healed),
    poison: accepted.filter(({ isPoison }) => isPoison).length,
    ofMoney: accepted.filter(({ isOfMoney }) => isOfMoney).length,
    entriesWritten: record.entryWrites.size,
    taken: record.taken.size,
    takenAgain: [...record.taken.values()].filter(({ length }) => length > 1).length,
  };
}

const countOpen = ({ deadLetters }: Ends): Counts =>
  Object.fromEntries(
    [...deadLetters].map(([worker, ofWorker]) => [
      worker,
      [...ofWorker.values()].filter(({ state }) => state === 'open').length,
    ]),
  );
