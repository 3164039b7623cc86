/** Virtual time. Between two events everything that can go on without time passing has gone on. */
export interface Scheduler {
  /** Unix milliseconds. */
  nowMs(): number;
  /** Calls it back when that time has passed; what is due at the same instant comes in the order in which it was asked for. */
  after(ms: number, call: () => void): { cancel(): void };
  /** Lets time pass until nothing is left to happen, the condition holds, or `nowMs` would pass the limit; tells which. */
  run(until: () => boolean, limitMs: number): Promise<'idle' | 'met' | 'late'>;
}
