import type { About } from '../../../functions/ingest/providers/about.ts';
import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';

/** Whether the sender signs the URL that was entered there, so that it must be known letter by letter. */
export function signsUrl({ schemes }: Provider, about: About | undefined): boolean {
  if (about?.options?.publicUrl !== undefined) return true;
  return schemes
    .filter(isDescribed)
    .some(({ signed }) => [signed].flat().some((template) => template.includes('{url')));
}
