import { RejectedWebhook } from '#shared/errors.ts';
import { checkInBody, inlineBody } from '#shared/messages/body.ts';
import { LISTED_EVENTS_MAX, writeDelivery, type Delivery } from '#shared/messages/delivery.ts';
import type { Log, Objects, Queue } from '#shared/ports.ts';

/** SNS takes 256 KiB; what dispatch adds to a delivery (attributes, the event's own fields) stays well below the rest. */
export const MESSAGE_BYTES_MAX = 200 * 1024;

export interface QueuePorts {
  readonly deliveries: Queue;
  readonly results: Objects;
  readonly log: Log;
}

/**
 * Puts the delivery on its queue: a large body to the bucket first, a long list of events as several messages.
 * Resolves once everything is confirmed.
 * @throws {RejectedWebhook} 503 when it is not: the sender keeps the webhook and tries again.
 */
export async function queueDelivery(
  delivery: Omit<Delivery, 'body'>,
  bytes: Buffer,
  traceparent: string,
  ports: QueuePorts,
): Promise<void> {
  try {
    const messages = await writeMessages(delivery, bytes, ports.results);
    const attributes = { source: delivery.source, traceparent };
    await Promise.all(messages.map((body) => ports.deliveries.send({ body, attributes })));
  } catch (error) {
    ports.log.error('Delivery was not confirmed by its queue', { deliveryId: delivery.id, source: delivery.source, error });
    throw new RejectedWebhook(503, 'not-durable', 'The webhook could not be stored. Try again.', { 'retry-after': '5' });
  }
}

async function writeMessages(
  delivery: Omit<Delivery, 'body'>,
  bytes: Buffer,
  results: Objects,
): Promise<readonly string[]> {
  // The signed body of an array is kept once, beside the events that are cut from it.
  const isArray = delivery.events.some(({ pointer }) => pointer !== undefined);
  if (!isArray) {
    const inline = writeDelivery({ ...delivery, body: inlineBody(bytes) });
    if (inline.length <= MESSAGE_BYTES_MAX) return [inline];
  }
  const body = await checkInBody(bytes, `${delivery.source}/${delivery.id}`, results);
  const parts = Array.from({ length: Math.ceil(delivery.events.length / LISTED_EVENTS_MAX) }, (_, part) =>
    delivery.events.slice(part * LISTED_EVENTS_MAX, (part + 1) * LISTED_EVENTS_MAX),
  );
  return parts.map((events) => writeDelivery({ ...delivery, body, events }));
}
