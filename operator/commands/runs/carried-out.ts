/** A run as the command line speaks of it. */
export interface CarriedOut {
  /** `replay`, `discard`, `backfill`: the kind of its JSON, and the verb of its sentences. */
  readonly kind: 'replay' | 'discard' | 'backfill' | 'resume';
  /** The worker whose dead letters they are, or who gets the events. */
  readonly worker: string | undefined;
  readonly asJson: boolean;
}
