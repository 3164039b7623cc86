import type { Invariant } from './invariant.ts';

const SHOWN_MAX = 5;
/** Thrown by the engine where the code is wrong; they must never pass for a call that failed and is tried again. */
const PROGRAMMING_ERRORS = ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'ValiError', 'AssertionError'];

export const noProgrammingErrors: Invariant = {
  name: 'Nothing in the log is a mistake in the code',
  check: ({ world }) =>
    world.log
      .flatMap(({ message, fields }) =>
        errorsIn(fields['error']).map(({ name, message: said }) => `${message}: ${name}: ${said}`),
      )
      .slice(0, SHOWN_MAX),
};

/** The error, and what it was because of. */
function errorsIn(error: unknown): readonly { readonly name: string; readonly message: string }[] {
  if (typeof error !== 'object' || error === null) return [];
  const { name, message, cause } = error as { readonly name?: unknown; readonly message?: unknown; cause?: unknown };
  const isMistake = typeof name === 'string' && PROGRAMMING_ERRORS.includes(name);
  return [...(isMistake ? [{ name, message: String(message) }] : []), ...errorsIn(cause)];
}
