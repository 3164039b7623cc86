// What functions see of a queue, by the names of shared/aws/queue.ts, held-messages.ts and drainable-queue.ts.
import { behindAQueue, type ClientSettings } from '#shared/aws/client-settings.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import type { DrainableQueue, HeldMessages, Queue, QueueMessage, ReceivedMessage } from '#shared/ports.ts';
import { messageRefusal, QUEUE_LIMITS } from '../../support/ports/message-refusal.ts';
import type { Troubles } from '../engine/troubles.ts';
import { asError } from './aws-error.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint } from './endpoint.ts';
import type { InMemoryQueue } from './in-memory-queue.ts';
import { failSome } from './fail-some.ts';
import type { Received } from './world.ts';

export interface QueuePortPorts {
  readonly queue: InMemoryQueue;
  readonly endpoint: Endpoint;
  readonly callOut: CallOut;
  readonly troubles: Troubles;
}

type Outcomes = readonly (Error | undefined)[];

/** Of one call: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_LIMITS = { countMax: 10, bytesMax: 1024 * 1024 };
const TEN = { countMax: 10, bytesMax: Infinity };
/** As shared/aws/drainable-queue.ts asks for it. */
const HIDDEN_SECONDS = 900;

export function queuePort(ports: QueuePortPorts, settings: ClientSettings): Queue {
  const { queue, endpoint, callOut } = ports;
  const sendOne = (message: QueueMessage): Error | undefined => {
    const refusal = messageRefusal(message.body, message.attributes, QUEUE_LIMITS);
    if (!refusal) queue.send(message);
    return refusal;
  };
  return {
    send: (message) =>
      callOut({
        endpoint,
        operation: 'SendMessage',
        key: queue.name,
        settings,
        effect() {
          const refusal = sendOne(message);
          if (refusal) throw refusal;
        },
      }),
    async sendAll(messages) {
      const batches = packWithin(messages, ({ body, attributes }) => messageBytes(body, attributes), BATCH_LIMITS);
      return callInBatches(batches, 'SendMessageBatch', sendOne, ports, settings);
    },
  };
}

export function heldPort(ports: QueuePortPorts, settings: ClientSettings = behindAQueue): HeldMessages {
  const { queue } = ports;
  return {
    postpone: (messages) =>
      callInBatches(
        packWithin(messages, () => 0, TEN),
        'ChangeMessageVisibilityBatch',
        ({ receiptHandle, seconds }) => queue.postpone(receiptHandle, seconds),
        ports,
        settings,
      ),
  };
}

export function drainablePort(ports: QueuePortPorts, settings: ClientSettings = behindAQueue): DrainableQueue {
  const { queue, endpoint, callOut } = ports;
  const removeOne = (handle: string): Error | undefined => {
    try {
      queue.remove(handle);
      return undefined;
    } catch (error) {
      return asError(error);
    }
  };
  return {
    ...heldPort(ports, settings),
    receive: () =>
      callOut({
        endpoint,
        operation: 'ReceiveMessage',
        key: queue.name,
        settings,
        effect: () => queue.receive(10, HIDDEN_SECONDS).map(toReceivedMessage),
      }),
    remove: (receiptHandles) =>
      callInBatches(
        packWithin(receiptHandles, () => 0, TEN),
        'DeleteMessageBatch',
        removeOne,
        ports,
        settings,
      ),
    countWaiting: () =>
      callOut({
        endpoint,
        operation: 'GetQueueAttributes',
        key: queue.name,
        settings,
        effect: () => queue.countWaiting(),
      }),
    countMessages: () =>
      callOut({
        endpoint,
        operation: 'GetQueueAttributes',
        key: queue.name,
        settings,
        effect: () => queue.size,
      }),
  };
}

/** A call that fails fails for all of its entries, and for no other call's. */
async function callInBatches<Entry>(
  batches: readonly (readonly Entry[])[],
  operation: string,
  effect: (entry: Entry) => Error | undefined,
  { queue, endpoint, callOut, troubles }: QueuePortPorts,
  settings: ClientSettings,
): Promise<Outcomes> {
  const call = (batch: readonly Entry[]): Promise<Outcomes> =>
    callOut({
      endpoint,
      operation,
      key: queue.name,
      settings,
      effect: () => failSome(batch, effect, troubles),
    }).catch((error: unknown) => batch.map(() => asError(error)));
  const outcomes = await Promise.all(batches.map(call));
  return outcomes.flat();
}

function toReceivedMessage({ body, attributes, group, messageId, receiptHandle, sentAtMs, movedFrom }: Received) {
  return {
    messageId,
    receiptHandle,
    body,
    attributes,
    sentAt: new Date(sentAtMs),
    ...(group !== undefined && { group }),
    ...(movedFrom !== undefined && { movedFrom }),
  } satisfies ReceivedMessage;
}
