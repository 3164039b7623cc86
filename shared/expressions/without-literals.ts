import { QUOTED } from './find-unknown-function.ts';

/** An expression as a log line may have it: which fields it asks for, and none of the values that it looks for in them. */
export const withoutLiterals = (expression: string): string =>
  // In double quotes stands a field's name.
  expression.replaceAll(QUOTED, (quoted) =>
    quoted.startsWith('"') ? quoted : `${quoted.charAt(0)}…${quoted.charAt(0)}`,
  );
