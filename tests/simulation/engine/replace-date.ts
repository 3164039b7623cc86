import type { Scheduler } from './scheduler.ts';

/**
 * Powertools asks the language itself what time it is; during a run that is virtual time, too.
 * @returns what puts the real one back
 */
export function replaceDate({ nowMs }: Pick<Scheduler, 'nowMs'>): () => void {
  const RealDate = Date;
  /** Only what is asked for without an instant is of virtual time. */
  class VirtualDate extends RealDate {
    constructor(...instant: readonly [] | ConstructorParameters<typeof Date>) {
      if (instant.length === 0) super(nowMs());
      else super(...instant);
    }

    static override now() {
      return nowMs();
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
