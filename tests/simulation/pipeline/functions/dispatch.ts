import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deadLetterEventId } from '#shared/dead-letters/dead-letter-key.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { createPublishEvents } from '../../../../functions/dispatch/publish-events.ts';
import { tellPublished } from '../../../../functions/dispatch/tell-published.ts';
import { edgePortsOf } from '../edge-ports-of.ts';
import type { FunctionBuild } from '../function-build.ts';

/** As functions/dispatch/handler.ts. */
export const dispatch: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) => {
  const { ports, bundle } = start;
  const edgePorts = edgePortsOf(start);
  const publishEvents = createPublishEvents({
    events: bundle.topic(ports.topic()),
    results: ports.objects('results'),
  });
  return createBatchEdge({
    ...edgePorts,
    worker: 'dispatch',
    read: bundle.reader(readDelivery),
    eventIdOf: deadLetterEventId,
    describe: ({ id, source }) => ({ deliveryId: id, source }),
    work: tellPublished(publishEvents, edgePorts.log),
  });
};
