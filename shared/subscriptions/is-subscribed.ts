import { attributeValue } from '../messages/attributes.ts';
import type { Event } from '../messages/event.ts';

/**
 * The source of the event that is sent after a deploy: a worker gets it only if its row names it. The filters that say so are
 * made by functions/workers/wiring/worker-subscription.cjs.
 */
export const CANARY_SOURCE = 'canary';

/** What a worker's row subscribes it to; a list that is left out means all. */
export interface Subscription {
  readonly types?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
}

/** Whether the topic would give it this event: by its attributes, as SNS compares them with the filter of the row. */
export const isSubscribed = (
  { types, sources }: Subscription,
  { type, source }: Pick<Event, 'type' | 'source'>,
): boolean =>
  matchesAny(types, attributeValue(type)) &&
  matchesAny(sources, attributeValue(source)) &&
  (source !== CANARY_SOURCE || sources?.includes(source) === true);

function matchesAny(patterns: readonly string[] | undefined, value: string): boolean {
  if (!patterns) return true;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern,
  );
}
