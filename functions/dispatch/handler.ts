import { createObjects } from '#shared/aws/objects.ts';
import { createTopic } from '#shared/aws/topic.ts';
import { createDeliverySample } from '#shared/delivery-sample.ts';
import { deadLetterEventId } from '#shared/dead-letters/dead-letter-key.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { createBatchEdgePorts } from '#shared/lambda/batch-edge-ports.ts';
import { readEnvironment } from '#shared/lambda/read-environment.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { createPublishEvents } from './publish-events.ts';
import { tellPublished } from './tell-published.ts';

const environment = readEnvironment(['EVENTS_TOPIC_ARN', 'RESULTS_BUCKET', 'LOG_SAMPLE_RATE']);
const ports = createBatchEdgePorts();
const publishEvents = createPublishEvents({
  events: createTopic(environment.EVENTS_TOPIC_ARN),
  results: createObjects(environment.RESULTS_BUCKET),
});

/** The queue's edge: deliveries in, their events on the topic; what could not be published is tried again or a dead letter. */
export const handler = createBatchEdge({
  ...ports,
  worker: 'dispatch',
  read: readDelivery,
  eventIdOf: deadLetterEventId,
  describe: ({ id, source }) => ({ deliveryId: id, source }),
  work: tellPublished(publishEvents, ports.log, createDeliverySample(Number(environment.LOG_SAMPLE_RATE))),
});
