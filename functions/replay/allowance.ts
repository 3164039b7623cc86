/** How much of it a run keeps back to finish what is under way, each call tried twice at 5 s, and to write its receipt. */
const RESERVE_MS = 45_000;
/** Of one invocation: the ids that have their outcome are held, 100 bytes each. No 300 s have sent more. */
const CANDIDATES_MAX = 500_000;

export interface AllowanceOptions {
  readonly remainingMs: () => number;
  /** How many the operator wants to be done at most. */
  readonly limit: number | undefined;
}

/** How much one invocation may still begin. */
export interface Allowance {
  /** Nothing more may begin. */
  isOver(): boolean;
  /** Nothing more may even be looked for, although the limit may allow it. */
  isTimeOver(): boolean;
  /** Until nothing more may begin. */
  leftMs(): number;
  /** Takes up to so many. */
  take(countMax: number): number;
  /** What was taken and not done after all may be taken again. */
  giveBack(count: number): void;
  /** As if it had not been taken: nothing was even found for it. */
  putBack(count: number): void;
  /** It was over because of its time or its size, and not because the operator's limit was reached. */
  endedEarly(): boolean;
}

export function createAllowance({ remainingMs, limit = Infinity }: AllowanceOptions): Allowance {
  let leftOfLimit = limit;
  let leftOfRun = CANDIDATES_MAX;
  let hasEndedEarly = false;
  const isTimeOver = () => {
    const isOver = remainingMs() < RESERVE_MS;
    hasEndedEarly ||= isOver;
    return isOver;
  };
  return {
    isOver() {
      if (leftOfLimit <= 0) return true;
      hasEndedEarly ||= leftOfRun <= 0;
      return leftOfRun <= 0 || isTimeOver();
    },
    isTimeOver,
    leftMs: () => Math.max(0, remainingMs() - RESERVE_MS),
    take(countMax) {
      const taken = Math.min(countMax, leftOfLimit, leftOfRun);
      leftOfLimit -= taken;
      leftOfRun -= taken;
      return taken;
    },
    giveBack(count) {
      leftOfLimit += count;
    },
    putBack(count) {
      leftOfLimit += count;
      leftOfRun += count;
    },
    endedEarly: () => hasEndedEarly,
  };
}
