/** What was not done: the message is a sentence for people. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly advice: string | undefined;

  constructor(
    message: string,
    { advice, cause }: { readonly advice?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.advice = advice;
  }
}
