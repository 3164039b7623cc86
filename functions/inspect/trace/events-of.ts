import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import type { Trace } from '#shared/messages/trace.ts';
import type { ArchivedEvent } from './find-delivery.ts';
import type { KnownEvent } from './known-delivery.ts';

export interface NamedDelivery {
  readonly delivery: Trace['delivery'];
  readonly events: readonly KnownEvent[];
}

/** What is known of a delivery by its archive lines, or else by its dead letters; the event that was asked for comes first. */
export function eventsOf(
  id: string,
  lines: readonly ArchivedEvent[],
  records: readonly (DeadLetter | DoneStub)[],
): NamedDelivery | undefined {
  const named = lines.length > 0 ? ofLines(lines) : ofRecords(records);
  if (!named) return undefined;
  const distinct = [...new Map(named.events.map((event) => [event.id, event])).values()];
  return { ...named, events: distinct.toSorted((one, other) => Number(other.id === id) - Number(one.id === id)) };
}

function ofLines(lines: readonly ArchivedEvent[]): NamedDelivery | undefined {
  // A sender that posts it again is received again: the first time counts.
  const [first] = lines.map(({ line }) => line).toSorted((one, other) => (one.time < other.time ? -1 : 1));
  if (!first) return undefined;
  const { deliveryid, source, provider, sendereventid, time, element } = first;
  return {
    delivery: {
      id: deliveryid,
      source,
      provider,
      // Of an array each element has its own.
      ...(sendereventid !== undefined && element === undefined && { senderEventId: sendereventid }),
      receivedAt: time,
    },
    events: lines.map(({ line }) => ({ id: line.id, type: line.type, source: line.source })),
  };
}

function ofRecords(records: readonly (DeadLetter | DoneStub)[]): NamedDelivery | undefined {
  const [record] = records.filter(isDeadLetter);
  if (!record) {
    const [stub] = records;
    return stub && { delivery: { id: stub.eventId }, events: [{ id: stub.eventId }] };
  }
  const { deliveryId = record.eventId, source, senderEventId, receivedAt, eventId, type, worker } = record;
  return {
    delivery: {
      id: deliveryId,
      ...(source && { source }),
      ...(senderEventId && { senderEventId }),
      ...(receivedAt && { receivedAt }),
    },
    events: worker === 'dispatch' ? listedEvents(record) : [{ id: eventId, type, source }],
  };
}

function listedEvents({ body, source }: DeadLetter): readonly KnownEvent[] {
  try {
    return readDelivery(body).events.map(({ id, type }) => ({ id, type, source }));
  } catch {
    // That it cannot be read may be why it is a dead letter, and its record says so.
    return [];
  }
}
