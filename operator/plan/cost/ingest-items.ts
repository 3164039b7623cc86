import type { Prices } from '../aws-facts.ts';
import type { Design } from '../design.ts';
import { messageChunks } from '../price-calls.ts';
import { invocationItems } from './invocation-items.ts';
import { callsItem, type LineItem } from './line-item.ts';

/** One invocation and one message for each webhook, and an object where its body is large or an array. */
export function ingestItems(
  { ingest, deliveryKilobytes, isFair, isBodyStored }: Design,
  prices: Prices,
): readonly LineItem[] {
  const chunks = messageChunks(deliveryKilobytes);
  const send = callsItem(
    {
      stage: 'ingest',
      service: 'sqs',
      operation: 'SendMessage',
      name: 'deliveries: sends',
      perWebhook: 1,
      kilobytes: deliveryKilobytes,
      isFair,
      formula: `${chunks} × request${isFair ? ' + group id' : ''}`,
    },
    prices,
  );
  const body = callsItem(
    {
      stage: 'ingest',
      service: 's3',
      operation: 'PutObject',
      name: 'large bodies: PUT',
      perWebhook: 1,
      formula: '1 × PUT',
    },
    prices,
  );
  return [
    ...invocationItems({ stage: 'ingest', name: 'ingest', invoked: ingest, events: 1, perWebhook: 1 }, prices),
    send,
    ...(isBodyStored ? [body] : []),
  ];
}
