import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { packWithin } from '../messages/pack-within.ts';
import type { DrainableQueue, ReceivedMessage } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { createHeldMessages } from './held-messages.ts';
import { createQueueDepth } from './queue-depth.ts';
import { createSqsClient } from './sqs-client.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const BATCH_LIMITS = { countMax: 10, bytesMax: Infinity };
/** Calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;
/** Without waiting SQS asks only some of its servers, and a queue that has messages may seem to have none. */
const WAIT_SECONDS = 2;
/** The longest a function lives: whoever drains a queue never meets one message twice. */
const HIDDEN_SECONDS = 900;

export function createDrainableQueue(queueUrl: string, settings: ClientSettings = behindAQueue): DrainableQueue {
  const client = createSqsClient(settings);

  const removeBatch = async (receiptHandles: readonly string[]): Promise<readonly (Error | undefined)[]> => {
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: receiptHandles.map((handle, index) => ({ Id: String(index), ReceiptHandle: handle })),
      }),
    );
    // The call succeeds even when entries fail.
    const errors = new Map(Failed.map(({ Id, Code, Message }) => [Id, new Error(`SQS: ${Code} ${Message ?? ''}`)]));
    return receiptHandles.map((_, index) => errors.get(String(index)));
  };

  return {
    ...createHeldMessages(queueUrl, settings),
    ...createQueueDepth(queueUrl, settings),
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: WAIT_SECONDS,
          VisibilityTimeout: HIDDEN_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp', 'DeadLetterQueueSourceArn', 'MessageGroupId'],
        }),
      );
      return Messages.map(toReceived);
    },
    async remove(receiptHandles) {
      const outcomes = await pMap(
        packWithin(receiptHandles, () => 0, BATCH_LIMITS),
        (batch) => removeBatch(batch).catch((error: unknown) => batch.map(() => asError(error))),
        { concurrency: CALLS_AT_ONCE },
      );
      return outcomes.flat();
    },
  };
}

function toReceived({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }: Message): ReceivedMessage {
  if (MessageId === undefined || ReceiptHandle === undefined) throw new Error('SQS gave a message without its names');
  const movedFrom = Attributes?.DeadLetterQueueSourceArn;
  const group = Attributes?.MessageGroupId;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body ?? '',
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
        StringValue === undefined ? [] : [[name, StringValue]],
      ),
    ),
    sentAt: new Date(Number(Attributes?.SentTimestamp)),
    ...(movedFrom !== undefined && { movedFrom }),
    ...(group !== undefined && { group }),
  };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
