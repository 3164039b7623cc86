import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deadLetterEventId } from '#shared/dead-letters/dead-letter-key.ts';
import { createBatchEdge } from '#shared/lambda/batch-edge.ts';
import { readDelivery } from '#shared/messages/delivery.ts';
import { createPublishEvents } from '../../../../functions/dispatch/publish-events.ts';
import { edgePortsOf } from '../edge-ports-of.ts';
import type { FunctionBuild } from '../function-build.ts';

/** As functions/dispatch/handler.ts. */
export const dispatch: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) => {
  const { ports, bundle } = start;
  return createBatchEdge({
    ...edgePortsOf(start),
    worker: 'dispatch',
    read: bundle.reader(readDelivery),
    eventIdOf: deadLetterEventId,
    describe: ({ id, source }) => ({ deliveryId: id, source }),
    work: createPublishEvents({ events: bundle.topic(ports.topic()), results: ports.objects('results') }),
  });
};
