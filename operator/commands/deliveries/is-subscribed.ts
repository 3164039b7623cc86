import { attributeValue } from '#shared/messages/attributes.ts';
import type { WorkerRow } from '../../pipeline/read-endpoints.ts';

/** Whether the row's subscription takes this event: what is left out takes all, `order.*` all that begin with `order.`. */
export function isSubscribed(
  { types, sources }: WorkerRow,
  event: { readonly type: string; readonly source: string },
): boolean {
  return matches(types, attributeValue(event.type)) && matches(sources, attributeValue(event.source));
}

function matches(wanted: readonly string[] | undefined, value: string): boolean {
  if (!wanted) return true;
  return wanted.some((name) => (name.endsWith('*') ? value.startsWith(name.slice(0, -1)) : value === name));
}
