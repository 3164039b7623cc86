import type { Delivery } from '#shared/messages/delivery.ts';
import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import type { World } from '../world/world.ts';

/** What lies, or has lain, on the queue or among the spilled, of one delivery. */
interface Seen {
  /** Where its events stand in their array; the one event of any other delivery has no such place. */
  readonly places: Set<string>;
  /** Keys of bodies to which its messages point. */
  readonly bodyKeys: Set<string>;
}

/**
 * Sees every message of a delivery that lies on its queue or is spilled, however shortly.
 * @returns whether so many events of this delivery lie, or have lain, where nothing is lost, and their body with them
 */
export function watchDurability({ queues, onStored, stored }: World): (deliveryId: string, events: number) => boolean {
  const deliveries = queues.get('deliveries');
  if (!deliveries) throw new Error('There is no deliveries queue');
  const seen = new Map<string, Seen>();
  const look = (text: string) => {
    const { id, events, body } = JSON.parse(text) as Delivery;
    const known = seen.get(id) ?? { places: new Set(), bodyKeys: new Set() };
    seen.set(id, known);
    for (const { pointer = '' } of events) known.places.add(pointer);
    if ('key' in body) known.bodyKeys.add(body.key);
  };
  deliveries.onArrival(({ body }) => look(body));
  onStored((key) => {
    const spilled = key.startsWith(SPILLED_PREFIX) ? stored.results.get(key) : undefined;
    if (spilled) look((JSON.parse(spilled.bytes.toString('utf8')) as { readonly body: string }).body);
  });
  return (deliveryId, events) => {
    const known = seen.get(deliveryId);
    if (!known || known.places.size < events) return false;
    return [...known.bodyKeys].every((key) => stored.results.has(key));
  };
}
