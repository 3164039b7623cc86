import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Session } from '../session.ts';

export interface Agreement {
  /** What will be done, as a question. */
  readonly question: string;
  readonly isConfirmed: boolean;
}

/** Asks before what cannot be taken back, in every stage. @throws {CommandError} where nobody can be asked */
export async function isAgreed({ question, isConfirmed }: Agreement, { terminal }: Session): Promise<boolean> {
  if (isConfirmed) return true;
  if (!terminal.ask) {
    throw new CommandError(exitCode.wrongUsage, `${question} Say --yes, as nobody can be asked here.`);
  }
  if (await terminal.ask(question)) return true;
  terminal.tell('Nothing was done.\n');
  return false;
}
