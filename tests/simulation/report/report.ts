import type { Watcher } from '../simulate-scenarios.ts';

/** Tells somebody what was simulated. */
export interface Report extends Watcher {
  /** Once, after the last verdict, or as far as it came. */
  end(isInterrupted: boolean): void;
}

export interface ReportPorts {
  readonly write: (text: string) => void;
  readonly commit: string;
  /** How many scenarios there are. */
  readonly count: number;
  /** Real time, from any moment on. */
  readonly nowMs: () => number;
}
