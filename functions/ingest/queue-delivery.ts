import pMap from 'p-map';
import { asciiJson } from '#shared/messages/ascii-json.ts';
import { checkInBody, inlineBody } from '#shared/messages/body.ts';
import { LISTED_EVENTS_MAX, writeDelivery, type Delivery, type ListedEvent } from '#shared/messages/delivery.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import { spilledKey } from '#shared/messages/spilled-message.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import type { Attributes, Log, Metrics, Objects } from '#shared/ports.ts';
import { createConfirmMessage, type ConfirmMessagePorts } from './confirm-message.ts';
import { tryAgainLater } from './try-again-later.ts';

/** SNS takes 256 KiB; what dispatch adds to a delivery (attributes, the event's own fields) stays well below the rest. */
export const MESSAGE_BYTES_MAX = 200 * 1024;

/** Of one webhook: an array of 4 MiB may need hundreds of messages, and what waits for one of the client's 50 sockets is late. */
const SENDS_AT_ONCE = 40;

export interface QueueDeliveryPorts extends ConfirmMessagePorts {
  readonly results: Objects;
  readonly log: Log;
  readonly metrics: Metrics;
}

type Envelope = Omit<Delivery, 'body'>;

/**
 * Puts the delivery on its queue: a large body to the bucket first, a long list of events as several messages. What the
 * queue does not confirm is spilled to the bucket, message by message.
 */
export function createQueueDelivery(ports: QueueDeliveryPorts) {
  const confirmMessage = createConfirmMessage(ports);

  const tellSpilled = (delivery: Envelope, traceparent: string, outcomes: readonly ('queued' | Error)[]) => {
    const spilled = outcomes.filter((outcome) => outcome !== 'queued');
    const [error] = spilled;
    if (!error) return;
    const fields = { deliveryId: delivery.id, source: delivery.source, messages: spilled.length };
    ports.log.warn('Webhook spilled', { ...fields, ...tracedBy(traceparent), error });
    ports.metrics.record('WebhooksSpilled', 1);
  };

  /**
   * Resolves once everything is confirmed.
   * @throws {RejectedWebhook} 503 when it is not: the sender keeps the webhook and tries again.
   */
  return async function queueDelivery(delivery: Envelope, bytes: Buffer, traceparent: string): Promise<void> {
    const attributes = { source: delivery.source, traceparent };
    const confirm = (body: string, index: number) =>
      confirmMessage({ body, attributes, group: delivery.source }, spilledKey(delivery, index));
    try {
      const messages = await writeMessages(delivery, bytes, attributes, ports.results);
      tellSpilled(delivery, traceparent, await pMap(messages, confirm, { concurrency: SENDS_AT_ONCE }));
    } catch (error) {
      const cause = new Error(`Delivery ${delivery.id} was not confirmed`, { cause: error });
      throw tryAgainLater('not-durable', 'The webhook could not be stored. Try again.', 5, cause);
    }
  };
}

async function writeMessages(
  delivery: Envelope,
  bytes: Buffer,
  attributes: Attributes,
  results: Objects,
): Promise<readonly string[]> {
  // The signed body of an array is kept once, beside the events that are cut from it.
  const isArray = delivery.events.some(({ pointer }) => pointer !== undefined);
  // Written as text a body only grows: 4 MiB need not be escaped to see that they do not fit.
  if (!isArray && bytes.length <= MESSAGE_BYTES_MAX) {
    const inline = writeDelivery({ ...delivery, body: inlineBody(bytes) });
    if (messageBytes(inline, attributes) <= MESSAGE_BYTES_MAX) return [inline];
  }
  const body = await checkInBody(bytes, `${delivery.source}/${delivery.id}`, results, delivery);
  const envelopeBytes = messageBytes(writeDelivery({ ...delivery, body, events: [] }), attributes);
  const lists = splitEvents(delivery.events, MESSAGE_BYTES_MAX - envelopeBytes);
  return lists.map((events) => writeDelivery({ ...delivery, body, events }));
}

/** By bytes as well as by count: senders' own ids can make even 500 events too large. */
function splitEvents(events: readonly ListedEvent[], bytesMax: number): readonly ListedEvent[][] {
  const lists = packWithin(events, (event) => asciiJson(event).length + ','.length, {
    countMax: LISTED_EVENTS_MAX,
    bytesMax,
  });
  return lists.map((list) => [...list]);
}
