import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import type { QueueDepth } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { createSqsClient } from './sqs-client.ts';

const WAITING = ['ApproximateNumberOfMessages'] as const;
const ALL = [
  ...WAITING,
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const satisfies readonly QueueAttributeName[];

export function createQueueDepth(queueUrl: string, settings: ClientSettings = behindAQueue): QueueDepth {
  const client = createSqsClient(settings);
  const sumOf = async (names: readonly (typeof ALL)[number][]): Promise<number> => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };
  return {
    countWaiting: () => sumOf(WAITING),
    countMessages: () => sumOf(ALL),
  };
}
