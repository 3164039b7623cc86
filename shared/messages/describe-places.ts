import * as v from 'valibot';

/** Where a value is not as its schema has it. Places only: what was found there may be a sender's, and this is logged. */
export const describePlaces = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${problemOf(issue)}`).join('; ');

const problemOf = ({ received, expected }: v.BaseIssue<unknown>) =>
  received === 'undefined' ? 'is missing' : `is not ${expected ?? 'as described'}`;
