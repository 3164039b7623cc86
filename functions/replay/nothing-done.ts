/** Thrown by an action that is certain that nothing of its page was done: nobody has to ask later what became of it. */
export class NothingDone extends Error {
  override readonly name = 'NothingDone';

  /** @param cause what whoever asked is told */
  constructor(cause: unknown) {
    super('Nothing of a page was done', { cause });
  }
}
