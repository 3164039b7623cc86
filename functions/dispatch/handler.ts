import { createObjects } from '#shared/aws/objects.ts';
import { createTopic } from '#shared/aws/topic.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { createLog } from '#shared/lambda/log.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { createPublishEvents } from './publish-events.ts';

const environment = readEnvironment(['EVENTS_TOPIC_ARN', 'RESULTS_BUCKET']);
const publishEvents = createPublishEvents({
  events: createTopic(environment.EVENTS_TOPIC_ARN),
  results: createObjects(environment.RESULTS_BUCKET),
});

/** The queue's edge: deliveries in, their events on the topic; what could not be published is reported back. */
export const handler = createBatchEdge({
  log: createLog(),
  read: readDelivery,
  describe: ({ id, source }) => ({ deliveryId: id, source }),
  work: publishEvents,
});
