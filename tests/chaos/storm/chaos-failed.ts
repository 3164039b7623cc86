/** The program could not do what it is for, and the message says why: it is shown without a stack. */
export class ChaosFailed extends Error {
  override readonly name = 'ChaosFailed';
}
