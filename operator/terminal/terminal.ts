import type { Paint } from './paint.ts';

/** Whoever sits in front of a command, or the script that called it. */
export interface Terminal {
  /** What was asked for, so that it alone can be piped. */
  readonly write: (text: string) => void;
  /** Progress, and what else is only for people. */
  readonly tell: (text: string) => void;
  readonly paint: Paint;
  /** What a line may take: Infinity in a pipe or a file, where nothing is cut. */
  readonly columns: number;
  /** What is written can be drawn again. */
  readonly isScreen: boolean;
  readonly progress: Progress;
  /** Undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Ctrl-C. The first is the command's to act on; the second ends it as it would any other. */
  readonly interrupted: AbortSignal;
}

export interface Progress {
  /** One line that replaces the last on a terminal; elsewhere a line now and then. */
  show(line: string): void;
  /** Leaves nothing of it on a terminal. */
  end(): void;
}
