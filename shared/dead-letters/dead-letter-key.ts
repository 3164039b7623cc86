import type { Delivery } from '../messages/delivery.ts';

/** What a dead letter is known by, whatever was sent twice. */
export interface DeadLetterKey {
  /** A row's name, or `dispatch` for deliveries. */
  readonly worker: string;
  readonly eventId: string;
}

export const deadLetterId = (worker: string, eventId: string) => `${worker}/${eventId}`;

/** What stands for the event id where dispatch failed: an array's delivery is several messages, each with its own events. */
export function deadLetterEventId({
  id,
  events,
}: {
  readonly id: string;
  readonly events: readonly Pick<Delivery['events'][number], 'id' | 'pointer'>[];
}): string {
  const isArray = events.some(({ pointer }) => pointer !== undefined);
  return isArray ? `${id}.${events[0]?.id}` : id;
}
