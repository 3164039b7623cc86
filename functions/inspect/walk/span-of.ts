import type { WithinSpan } from '#shared/dead-letters/dead-letter-store.ts';
import type { Span } from '#shared/messages/selection.ts';

/** As the indexes compare instants: all of them in UTC, and with milliseconds. */
export function spanOf({ from, until }: Span = {}): WithinSpan {
  return {
    ...(from !== undefined && { since: new Date(from).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
}
