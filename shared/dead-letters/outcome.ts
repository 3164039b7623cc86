/** What became of one dead letter, or of one archived event, in a run. One that `failed` may be chosen again. */
export type Outcome =
  | {
      readonly id: string;
      readonly outcome: 'replayed' | 'discarded';
      /** Only where something was overruled. */
      readonly because?: string;
    }
  | {
      readonly id: string;
      readonly outcome: 'skipped';
      readonly because: string;
      /** From when on it is no longer skipped, where that is known. */
      readonly until?: string;
    }
  | { readonly id: string; readonly outcome: 'failed'; readonly error: unknown }
  /** A call began with it and died before it could say. */
  | { readonly id: string; readonly outcome: 'unknown'; readonly because: string };
