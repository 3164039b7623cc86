import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueDepth } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { createSqsClient } from './sqs-client.ts';

export function createQueueDepth(queueUrl: string, settings: ClientSettings = behindAQueue): QueueDepth {
  const client = createSqsClient(settings);
  return {
    async countWaiting() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}
