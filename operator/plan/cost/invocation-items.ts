import type { Prices } from '../aws-facts.ts';
import { RECEIVED_MAX } from '../batches.ts';
import type { Invoked } from '../design.ts';
import { messageChunks } from '../price-calls.ts';
import { callsItem, figure, type LineItem } from './line-item.ts';

const MEGABYTES = 1024;

interface Invocations {
  readonly stage: LineItem['stage'];
  readonly name: string;
  readonly invoked: Invoked;
  /** Of one invocation. */
  readonly events: number;
  readonly perWebhook: number;
}

/** Requests and GB-seconds of a function. */
export function invocationItems(
  { stage, name, invoked, events, perWebhook }: Invocations,
  prices: Prices,
): readonly LineItem[] {
  const gbSeconds = (invoked.durationMs(events) / 1000) * (invoked.memoryMegabytes / MEGABYTES);
  const calls = { service: 'lambda', operation: 'Invoke', stage, perWebhook } as const;
  const requests = callsItem(
    { ...calls, name: `${name}: invocations`, formula: `${figure(perWebhook)} × request` },
    prices,
  );
  const all = callsItem({ ...calls, name: '', formula: '', gbSeconds }, prices);
  const duration = `${figure(invoked.durationMs(events))} ms × ${invoked.memoryMegabytes} MB`;
  return [
    requests,
    {
      ...requests,
      name: `${name}: duration`,
      formula: `${figure(perWebhook)} × ${duration} (batch ${figure(events)})`,
      unitsPerWebhook: perWebhook * gbSeconds,
      dollarsPerMillion: all.dollarsPerMillion - requests.dollarsPerMillion,
    },
  ];
}

interface Received {
  readonly stage: LineItem['stage'];
  readonly name: string;
  readonly messages: number;
  readonly batch: number;
  readonly kilobytes: number;
}

/** Receives, billed by the bytes that they bring, and deletes; each up to ten messages at a time. */
export function receivedItems(
  { stage, name, messages, batch, kilobytes }: Received,
  prices: Prices,
): readonly LineItem[] {
  const together = Math.min(batch, RECEIVED_MAX);
  const calls = { service: 'sqs', stage, perWebhook: messages / together } as const;
  const count = `${figure(messages)} ÷ ${figure(together)}`;
  const chunks = messageChunks(kilobytes * together);
  return [
    callsItem(
      {
        ...calls,
        operation: 'ReceiveMessage',
        name: `${name}: receives`,
        kilobytes: kilobytes * together,
        formula: `${count} × ${chunks} × request`,
      },
      prices,
    ),
    callsItem(
      { ...calls, operation: 'DeleteMessageBatch', name: `${name}: deletes`, formula: `${count} × request` },
      prices,
    ),
  ];
}
