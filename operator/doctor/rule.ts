// The contract of a rule: what is looked at before every deploy, with the reason and the way out.
import type { DoctorContext } from './doctor-context.ts';

/** An error keeps a deploy back; a warning does so only where somebody asks for that. */
export type Severity = 'error' | 'warning';

export interface Finding {
  /** What is wrong, and the file in which a person edits it: as `context.at` says it. */
  readonly where: string;
  readonly what: string;
  readonly fix: string;
  /** Left out: an error. */
  readonly severity?: Severity;
}

/** A part of the rule that nobody could look at. */
export interface NotChecked {
  readonly notChecked: string;
  /** The doctor could not look, for a reason of its own: nobody may take that for health. */
  readonly isFault?: true;
}

/** What a person needs besides, though nothing is wrong. */
export interface Note {
  readonly note: string;
}

export type Told = Finding | NotChecked | Note;

export interface Rule {
  /** As its file is called. */
  readonly name: string;
  /** What happens to whom where it is broken. */
  readonly reason: string;
  readonly check: (context: DoctorContext) => readonly Told[] | Promise<readonly Told[]>;
}
