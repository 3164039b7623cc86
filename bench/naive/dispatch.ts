import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSEvent } from 'aws-lambda';
import { idempotency } from './idempotency.ts';
import { logger } from './logger.ts';

const sns = new SNSClient({});

interface Published {
  readonly id: string;
  readonly type: string;
  readonly source: string;
}

const publish = makeIdempotent(async (delivery: Published) => {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const { MessageId } = await sns.send(
    new PublishCommand({
      TopicArn: process.env['EVENTS_TOPIC_ARN'],
      Message: JSON.stringify(delivery),
      MessageAttributes: { type: text(delivery.type), source: text(delivery.source) },
    }),
  );
  return { messageId: MessageId ?? '' };
}, idempotency('id'));

export async function handler(event: SQSEvent, context: Context): Promise<void> {
  logger.addContext(context);
  for (const record of event.Records) {
    const delivery: Published = JSON.parse(record.body);
    // oxlint-disable-next-line no-await-in-loop -- a batch holds one
    await publish(delivery, context);
    logger.info('Delivery published', { deliveryId: delivery.id });
  }
}
