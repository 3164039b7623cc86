import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { messageBytes } from '../messages/message-bytes.ts';
import { packWithin } from '../messages/pack-within.ts';
import type { Queue, QueueMessage } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { createSqsClient } from './sqs-client.ts';
import { stringAttributes } from './string-attributes.ts';

/** Per call, and for all its messages together: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_LIMITS = { countMax: 10, bytesMax: 1024 * 1024 };
/** Calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;

export function createQueue(queueUrl: string, settings: ClientSettings = behindAQueue): Queue {
  const client = createSqsClient(settings);

  const sendBatch = async (messages: readonly QueueMessage[]): Promise<readonly (Error | undefined)[]> => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map(({ body, attributes, group }, index) => ({
          Id: String(index),
          MessageBody: body,
          MessageAttributes: stringAttributes(attributes),
          MessageGroupId: group,
        })),
      }),
    );
    // The call succeeds even when entries fail; nothing retries those but us.
    const errors = new Map(Failed.map(({ Id, Code, Message }) => [Id, new Error(`SQS: ${Code} ${Message ?? ''}`)]));
    return messages.map((_, index) => errors.get(String(index)));
  };

  return {
    async send({ body, attributes, group }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: stringAttributes(attributes),
          MessageGroupId: group,
        }),
      );
    },
    async sendAll(messages) {
      const batches = packWithin(messages, ({ body, attributes }) => messageBytes(body, attributes), BATCH_LIMITS);
      const outcomes = await pMap(
        batches,
        (batch) => sendBatch(batch).catch((error: unknown) => batch.map(() => asError(error))),
        { concurrency: CALLS_AT_ONCE },
      );
      return outcomes.flat();
    },
  };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
