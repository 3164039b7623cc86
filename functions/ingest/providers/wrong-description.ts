/** A source's own description of its provider is not as it must be. */
export class WrongDescription extends Error {
  override readonly name = 'WrongDescription';
  /** By field, never with a value. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}
