import type { World } from '../world/world.ts';

/** The first id in a delivery's message is its own, whatever version wrote it. */
const DELIVERY_ID = /"id":"([^"]+)"/;
/** `spilled/<when>/<delivery id>-<n>.json` */
const SPILLED = /^spilled\/[^/]+\/([^/]+)-\d+\.json$/;

/**
 * Sees every delivery that lies on its queue or is spilled, however shortly.
 * @returns whether this delivery lies, or has lain, where nothing is lost
 */
export function watchDurability({ queues, onStored }: World): (deliveryId: string) => boolean {
  const deliveries = queues.get('deliveries');
  if (!deliveries) throw new Error('There is no deliveries queue');
  const seen = new Set<string>();
  deliveries.onArrival(({ body }) => void seen.add(DELIVERY_ID.exec(body)?.[1] ?? ''));
  onStored((key) => {
    const deliveryId = SPILLED.exec(key)?.[1];
    if (deliveryId !== undefined) seen.add(deliveryId);
  });
  return (deliveryId) => seen.has(deliveryId);
}
