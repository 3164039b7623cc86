import type { SqsInput } from '../sqs-input.ts';
import { optionalInteger, optionalString } from '../sqs-input.ts';

const resultsMax = 1000;

/** One page of sorted names. The token is the last name of the page before, so that it survives changes between. */
export function pageOfNames(
  names: readonly string[],
  input: SqsInput,
): { readonly names: readonly string[]; readonly next: { readonly NextToken?: string } } {
  const max = optionalInteger(input, 'MaxResults', { min: 1, max: resultsMax }) ?? resultsMax;
  const after = Buffer.from(optionalString(input, 'NextToken') ?? '', 'base64').toString();
  const rest = names.filter((name) => name > after);
  const page = rest.slice(0, max);
  const last = page.at(-1);
  if (last === undefined || rest.length <= max) return { names: page, next: {} };
  return { names: page, next: { NextToken: Buffer.from(last).toString('base64') } };
}
