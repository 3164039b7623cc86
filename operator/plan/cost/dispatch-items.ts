import type { Prices } from '../aws-facts.ts';
import type { Design } from '../design.ts';
import { messageChunks } from '../price-calls.ts';
import { invocationItems, receivedItems } from './invocation-items.ts';
import { callsItem, figure, type LineItem } from './line-item.ts';

/** One PublishBatch: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const PUBLISH_ENTRIES_MAX = 10;
const PUBLISH_KILOBYTES_MAX = 256;

/** Batches of deliveries in, batches of events out. */
export function dispatchItems(design: Design, batch: number, prices: Prices): readonly LineItem[] {
  const { deliveryKilobytes, messageKilobytes, eventsPerWebhook } = design;
  const fitting = Math.max(1, Math.floor(PUBLISH_KILOBYTES_MAX / messageKilobytes));
  const together = Math.min(batch * eventsPerWebhook, PUBLISH_ENTRIES_MAX, fitting);
  const kilobytes = together * messageKilobytes;
  const publishes = callsItem(
    {
      stage: 'dispatch',
      service: 'sns',
      operation: 'PublishBatch',
      name: 'events: publishes',
      perWebhook: eventsPerWebhook / together,
      kilobytes,
      formula: `${figure(eventsPerWebhook)} ÷ ${figure(together)} × ${messageChunks(kilobytes)} × call`,
    },
    prices,
  );
  return [
    ...receivedItems(
      { stage: 'dispatch', name: 'deliveries', messages: 1, batch, kilobytes: deliveryKilobytes },
      prices,
    ),
    ...invocationItems(
      { stage: 'dispatch', name: 'dispatch', invoked: design.dispatch, events: batch, perWebhook: 1 / batch },
      prices,
    ),
    ...(eventsPerWebhook > 1 ? arrayItems(design, prices) : []),
    ...(design.isTopicless ? [] : [publishes]),
  ];
}

/** An array's body is read once, and an element of it that is large is an object of its own. */
function arrayItems({ eventsPerWebhook, isClaimCheck }: Design, prices: Prices): readonly LineItem[] {
  const calls = { stage: 'dispatch', service: 's3' } as const;
  const read = callsItem(
    { ...calls, operation: 'GetObject', name: 'dispatch: bodies of arrays', perWebhook: 1, formula: '1 × GET' },
    prices,
  );
  const elements = callsItem(
    {
      ...calls,
      operation: 'PutObject',
      name: 'dispatch: large elements',
      perWebhook: eventsPerWebhook,
      formula: `${figure(eventsPerWebhook)} × PUT`,
    },
    prices,
  );
  return isClaimCheck ? [read, elements] : [read];
}
