import type { Prices } from '../aws-facts.ts';
import type { Design, WorkerDesign } from '../design.ts';
import { messageChunks } from '../price-calls.ts';
import { invocationItems, receivedItems } from './invocation-items.ts';
import { callsItem, figure, MILLION, type LineItem } from './line-item.ts';

/** SendMessageBatch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const SENT_TOGETHER_MAX = 10;

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
    ...(design.isTopicless ? [sentByDispatch(worker, design, prices)] : isSendOfTopicBilled ? [fromTopic] : []),
    ...receivedItems({ stage, name, messages: events, batch, kilobytes }, prices),
    ...invocationItems({ stage, name, invoked: worker, events: batch, perWebhook: events / batch }, prices),
    ...(isClaimCheck ? [bodies] : []),
  ];
}

/** To its queue, ten at a time: a group id is paid for with each of them. */
function sentByDispatch({ name, share }: WorkerDesign, design: Design, prices: Prices): LineItem {
  const { messageKilobytes, isFair, eventsPerWebhook } = design;
  const events = eventsPerWebhook * share;
  const kilobytes = SENT_TOGETHER_MAX * messageKilobytes;
  const sent = callsItem(
    {
      stage: 'workers',
      service: 'sqs',
      operation: 'SendMessageBatch',
      name: `${name}: sends`,
      perWebhook: events / SENT_TOGETHER_MAX,
      kilobytes,
      formula: `${figure(events)} ÷ ${SENT_TOGETHER_MAX} × ${messageChunks(kilobytes)} × request${isFair ? ' + group ids' : ''}`,
    },
    prices,
  );
  const groups = isFair ? events * prices.sqsFairMessage * MILLION : 0;
  return { ...sent, dollarsPerMillion: sent.dollarsPerMillion + groups };
}
