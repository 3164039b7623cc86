import type { World } from '../world/world.ts';

/** The first id in a delivery's message is its own, whatever version wrote it. */
const DELIVERY_ID = /"id":"([^"]+)"/;
/** `spilled/<when>/<delivery id>-<n>.json` */
const SPILLED = 'spilled/';

/**
 * Sees every delivery that lies on its queue, however shortly, and looks for spilled ones when it is asked.
 * @returns whether this delivery lies, or has lain, where nothing is lost
 */
export function watchDurability({ queues, stored }: World): (deliveryId: string) => boolean {
  const deliveries = queues.get('deliveries');
  if (!deliveries) throw new Error('There is no deliveries queue');
  const seen = new Set<string>();
  deliveries.onArrival(({ body }) => void seen.add(DELIVERY_ID.exec(body)?.[1] ?? ''));
  return (deliveryId) => {
    if (seen.has(deliveryId)) return true;
    return [...stored.results.keys()].some((key) => key.startsWith(SPILLED) && key.includes(deliveryId));
  };
}
