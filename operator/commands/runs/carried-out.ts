import type { RunRequest } from '#shared/messages/replay-request.ts';

/** A run as the command line speaks of it. */
export interface CarriedOut {
  /** What it does: its sentences, and the kind of its JSON, unless it is only gone on with. */
  readonly kind: RunRequest['kind'];
  readonly jsonKind?: 'resume';
  /** The worker whose dead letters they are, or who gets the events. */
  readonly worker: string;
  /** How many its dry run met, where it counted them all. */
  readonly foreseen?: number | undefined;
  readonly asJson: boolean;
}
