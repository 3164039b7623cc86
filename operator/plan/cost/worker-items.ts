import type { Prices } from '../aws-facts.ts';
import type { Design, WorkerDesign } from '../design.ts';
import { messageChunks } from '../price-calls.ts';
import { invocationItems, receivedItems } from './invocation-items.ts';
import { callsItem, figure, type LineItem } from './line-item.ts';

/** What a worker's queue and its function cost, without what it stores. */
export function workerItems(worker: WorkerDesign, batch: number, design: Design, prices: Prices): readonly LineItem[] {
  const { messageKilobytes: kilobytes, isFair, isClaimCheck, isSendOfTopicBilled, eventsPerWebhook } = design;
  const { name, share } = worker;
  const events = eventsPerWebhook * share;
  const stage = 'workers';
  const fromTopic = callsItem(
    {
      stage,
      service: 'sqs',
      operation: 'SendMessage',
      name: `${name}: SNS → SQS`,
      perWebhook: events,
      kilobytes,
      isFair,
      formula: `${figure(events)} × ${messageChunks(kilobytes)} × request${isFair ? ' + group id' : ''}`,
    },
    prices,
  );
  const bodies = callsItem(
    {
      stage,
      service: 's3',
      operation: 'GetObject',
      name: `${name}: large bodies`,
      perWebhook: events,
      formula: `${figure(events)} × GET`,
    },
    prices,
  );
  return [
    ...(isSendOfTopicBilled ? [fromTopic] : []),
    ...receivedItems({ stage, name, messages: events, batch, kilobytes }, prices),
    ...invocationItems({ stage, name, invoked: worker, events: batch, perWebhook: events / batch }, prices),
    ...(isClaimCheck ? [bodies] : []),
  ];
}
