import type { Scheduler } from './scheduler.ts';

const RealDate = Date;
/** Of the run that is under way. */
let nowMs: Scheduler['nowMs'] = RealDate.now;

/**
 * Only what is asked for without an instant is of virtual time. It gives dates of the language's own kind, and there is one
 * for all runs: dates of a class made anew for each run would cost each run the machine code of the runs before.
 */
function VirtualDate(...instant: readonly [] | ConstructorParameters<typeof Date>): Date {
  return instant.length === 0 ? new RealDate(nowMs()) : new RealDate(...instant);
}

const virtual = Object.assign(Object.setPrototypeOf(VirtualDate, RealDate) as DateConstructor, {
  prototype: RealDate.prototype,
  now: () => nowMs(),
});

/**
 * Powertools asks the language itself what time it is; during a run that is virtual time, too.
 * @returns what puts the real one back
 */
export function replaceDate(scheduler: Pick<Scheduler, 'nowMs'>): () => void {
  nowMs = scheduler.nowMs;
  globalThis.Date = virtual;
  return () => {
    globalThis.Date = RealDate;
    nowMs = RealDate.now;
  };
}
