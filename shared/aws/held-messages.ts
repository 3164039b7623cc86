import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { HeldMessages } from '../ports.ts';
import { packWithin } from '../messages/pack-within.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { createSqsClient } from './sqs-client.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
const BATCH_LIMITS = { countMax: 10, bytesMax: Infinity };
/** Calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;

type Postponed = Parameters<HeldMessages['postpone']>[0];

export function createHeldMessages(queueUrl: string, settings: ClientSettings = behindAQueue): HeldMessages {
  const client = createSqsClient(settings);

  const postponeBatch = async (messages: Postponed): Promise<readonly (Error | undefined)[]> => {
    const { Failed = [] } = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map(({ receiptHandle, seconds }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        })),
      }),
    );
    // The call succeeds even when entries fail.
    const errors = new Map(Failed.map(({ Id, Code, Message }) => [Id, new Error(`SQS: ${Code} ${Message ?? ''}`)]));
    return messages.map((_, index) => errors.get(String(index)));
  };

  return {
    async postpone(messages) {
      const outcomes = await pMap(
        packWithin(messages, () => 0, BATCH_LIMITS),
        (batch) => postponeBatch(batch).catch((error: unknown) => batch.map(() => asError(error))),
        { concurrency: CALLS_AT_ONCE },
      );
      return outcomes.flat();
    },
  };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
