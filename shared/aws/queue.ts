import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../ports.ts';
import { behindAQueue, type ClientSettings } from './client-settings.ts';
import { stringAttributes } from './string-attributes.ts';

export function createQueue(queueUrl: string, settings: ClientSettings = behindAQueue): Queue {
  const client = new SQSClient(settings);
  return {
    async send({ body, attributes }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: stringAttributes(attributes),
        }),
      );
    },
  };
}
