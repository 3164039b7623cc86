import type { SQSRecord } from 'aws-lambda';
import { asciiJson } from '#shared/messages/ascii-json.ts';
import type { Delivery } from '#shared/messages/delivery.ts';
import type { Bug } from './bug.ts';

export const idOfMessage: Bug = {
  name: 'Dispatch names events after the SQS message that told of them',
  plant: (parts) => ({
    ...parts,
    handlerOf(functionName, handler) {
      const inner = parts.handlerOf(functionName, handler);
      if (functionName !== 'dispatch') return inner;
      return (event, context) => inner({ ...event, Records: event.Records.map(named) }, context);
    },
  }),
};

function named(record: SQSRecord): SQSRecord {
  const delivery = JSON.parse(record.body) as Delivery;
  const events = delivery.events.map((event, index) => ({ ...event, id: `${record.messageId}-${index}` }));
  return { ...record, body: asciiJson({ ...delivery, events }) };
}
