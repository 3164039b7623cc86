import type { RunAsked } from '../../verbs/run-asked.ts';
import type { CarriedOut } from './carried-out.ts';

/** A run that nobody has agreed to yet. */
export interface Proposal extends CarriedOut {
  readonly kind: 'replay' | 'discard' | 'backfill';
  readonly worker: string;
  readonly asked: RunAsked;
  readonly isDryRun: boolean;
  /** Nobody has to be asked. */
  readonly isConfirmed: boolean;
}
