import type { Destination } from '#shared/messages/destination.ts';
import type { Event } from '#shared/messages/event.ts';

/** Whether a destination wants this event. A filter that is left out takes all. */
export const matchesEvent = (
  { sources, types }: Pick<Destination, 'sources' | 'types'>,
  { source, type }: Pick<Event, 'source' | 'type'>,
): boolean => matchesAny(sources, source) && matchesAny(types, type);

function matchesAny(patterns: readonly string[] | undefined, text: string): boolean {
  if (!patterns) return true;
  return patterns.some((pattern) => (pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern));
}
