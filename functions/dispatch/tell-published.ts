import type { BatchWork } from '#shared/lambda/batch-edge.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Log } from '#shared/ports.ts';

/**
 * Names the deliveries whose events are all on the topic: nothing stored tells when that was, and a trace would have to guess
 * before which queue an event waits. One line for the whole batch, and ids alone, because a line is paid for by its bytes.
 */
export function tellPublished(publishEvents: BatchWork<Delivery>, log: Pick<Log, 'info'>): BatchWork<Delivery> {
  return async function publishAndTell(records, deadline) {
    const failures = await publishEvents(records, deadline);
    const published = records.filter(({ messageId }) => !failures.has(messageId));
    const deliveryIds = [...new Set(published.map(({ noun }) => noun.id))];
    if (deliveryIds.length > 0) log.info('Deliveries published', { deliveryIds });
    return failures;
  };
}
