import type { Bug } from './bug.ts';

/** What Lambda allows at most; hardly a function has it. */
const LONGEST_TIMEOUT_MS = 900_000;

export const noDeadline: Bug = {
  name: 'Functions do not look at the time that they have left',
  plant: (parts) => ({
    ...parts,
    handlerOf(functionName, handler) {
      const inner = parts.handlerOf(functionName, handler);
      return (event, context) => inner(event, { ...context, getRemainingTimeInMillis: () => LONGEST_TIMEOUT_MS });
    },
  }),
};
