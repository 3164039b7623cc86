import { QUOTED } from './find-unknown-function.ts';

/** Anything else in double quotes is hardly a field's name, and rather a value that somebody quoted wrongly. */
const NAME = /^"[\p{L}\d_.:/ -]*"$/u;

/** An expression as a log line may have it: which fields it asks for, and none of the values that it looks for in them. */
export const withoutLiterals = (expression: string): string =>
  expression.replaceAll(QUOTED, (quoted) => (NAME.test(quoted) ? quoted : `${quoted.charAt(0)}…${quoted.charAt(0)}`));
