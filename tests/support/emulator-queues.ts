// Short words for what most emulator tests do with queues.
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

export interface TestQueue {
  readonly url: string;
  readonly name: string;
  readonly arn: string;
}

let created = 0;

/** A queue of its own name, so that tests can share one start of the emulators. */
export async function createQueue(sqs: SQSClient, attributes: Record<string, string> = {}): Promise<TestQueue> {
  created += 1;
  const name = `queue-${created}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return { url: QueueUrl!, name, arn: arnOf(name) };
}

/** A queue that gives up on a message after so many receives, and the queue it then goes to. */
export async function createQueueWithDeadLetters(
  sqs: SQSClient,
  maxReceiveCount: number | string,
  attributes: Record<string, string> = {},
): Promise<{ queue: TestQueue; deadLetters: TestQueue }> {
  const deadLetters = await createQueue(sqs);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount });
  return { deadLetters, queue: await createQueue(sqs, { ...attributes, RedrivePolicy }) };
}

export function arnOf(queueName: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${queueName}`;
}

export async function send(sqs: SQSClient, queue: TestQueue, body: string): Promise<string> {
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  return MessageId!;
}

interface ReceiveOptions {
  readonly max?: number;
  readonly waitSeconds?: number;
  readonly visibilitySeconds?: number;
}

/** Receives with every attribute; at once unless told to wait. */
export async function receive(sqs: SQSClient, queue: TestQueue, options: ReceiveOptions = {}): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: options.max ?? 10,
      WaitTimeSeconds: options.waitSeconds ?? 0,
      VisibilityTimeout: options.visibilitySeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

export async function receiveOne(sqs: SQSClient, queue: TestQueue, options: ReceiveOptions = {}): Promise<Message> {
  const [message] = await receive(sqs, queue, options);
  if (!message) throw new Error(`${queue.name} had no message`);
  return message;
}

/** Visible, in flight and delayed messages, as "1/0/0". */
export async function counts(sqs: SQSClient, queue: TestQueue): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['All'] }),
  );
  return [
    Attributes?.ApproximateNumberOfMessages,
    Attributes?.ApproximateNumberOfMessagesNotVisible,
    Attributes?.ApproximateNumberOfMessagesDelayed,
  ].join('/');
}
