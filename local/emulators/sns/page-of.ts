import type { SnsForm } from './sns-form.ts';

/** SNS's fixed page length. */
const pageLength = 100;

/** One page of a list; the token is where the next one starts. */
export function pageOf<Entry>(
  entries: readonly Entry[],
  form: SnsForm,
): { readonly page: readonly Entry[]; readonly next: { readonly NextToken?: string } } {
  const start = Number(form.optional('NextToken') ?? 0);
  const end = start + pageLength;
  return { page: entries.slice(start, end), next: end < entries.length ? { NextToken: String(end) } : {} };
}
