/** What was not done: the message is a sentence for people. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly todo: string | undefined;

  constructor(message: string, { todo, cause }: { readonly todo?: string | undefined; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.todo = todo;
  }
}
