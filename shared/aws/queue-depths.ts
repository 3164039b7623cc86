import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { forAnOperator, type ClientSettings } from './client-settings.ts';
import { createSqsClient } from './sqs-client.ts';

export interface QueueDepths {
  /** By the queue's full name; as exact as SQS knows. `missing` where there is no such queue. */
  depthOf(
    queueName: string,
    signal?: AbortSignal,
  ): Promise<{ readonly waiting: number; readonly inFlight: number; readonly delayed: number } | 'missing'>;
  close(): void;
}

const ATTRIBUTE_NAMES = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

export function createQueueDepths(settings: ClientSettings = forAnOperator): QueueDepths {
  const client = createSqsClient(settings);
  /** A name keeps its URL. */
  const urls = new Map<string, string>();

  async function urlOf(queueName: string, options: { abortSignal?: AbortSignal }): Promise<string | undefined> {
    const known = urls.get(queueName);
    if (known !== undefined) return known;
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queueName }), options);
    if (QueueUrl !== undefined) urls.set(queueName, QueueUrl);
    return QueueUrl;
  }

  return {
    async depthOf(queueName, signal) {
      const options = signal ? { abortSignal: signal } : {};
      try {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: await urlOf(queueName, options),
            AttributeNames: [...ATTRIBUTE_NAMES],
          }),
          options,
        );
        return {
          waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
          inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
          delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
        };
      } catch (error) {
        if (error instanceof QueueDoesNotExist) return 'missing';
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}
