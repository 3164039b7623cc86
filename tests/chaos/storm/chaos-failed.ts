import { NotRun } from '../../support/run-program.ts';

/** The program could not do what it is for, and the message says why: it is shown without a stack. */
export class ChaosFailed extends NotRun {
  override readonly name = 'ChaosFailed';
}
