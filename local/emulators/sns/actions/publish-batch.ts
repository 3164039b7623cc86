import type { EmulatorContext } from '../../emulator-context.ts';
import { deliverNotification } from '../messages/deliver-notification.ts';
import { notificationBytes, publishBytesMax, readNotification } from '../messages/read-notification.ts';
import { SnsError } from '../sns-error.ts';
import type { SnsForm } from '../sns-form.ts';
import { requireTopic } from '../topics.ts';

const entriesMax = 10;

/** Each entry succeeds or fails alone; what succeeds reaches all its queues in one transaction. */
export function publishBatch(context: EmulatorContext, form: SnsForm): object {
  const topic = requireTopic(context, form.required('TopicArn'));
  const entries = form.list('PublishBatchRequestEntries.member');
  checkBatch(entries);
  const successful: object[] = [];
  const failed: object[] = [];
  context.database.transaction(() => {
    for (const entry of entries) {
      const Id = entry.required('Id');
      try {
        const notification = readNotification(context, topic.arn, entry);
        deliverNotification(context, notification);
        successful.push({ Id, MessageId: notification.messageId });
      } catch (error) {
        if (!(error instanceof SnsError)) throw error;
        failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
      }
    }
  });
  return { Successful: { member: successful }, Failed: { member: failed } };
}

function checkBatch(entries: readonly SnsForm[]): void {
  if (entries.length === 0) throw new SnsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > entriesMax) {
    throw new SnsError('TooManyEntriesInBatchRequest', `The batch request contains more than ${entriesMax} entries.`);
  }
  const ids = entries.map((entry) => entry.required('Id'));
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw new SnsError('InvalidBatchEntryId', 'The Id of a batch entry must be 1 to 80 letters, digits, - or _.');
  }
  if (new Set(ids).size < ids.length) {
    throw new SnsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const bytes = entries.reduce((sum, entry) => sum + notificationBytes(entry), 0);
  if (bytes > publishBytesMax) {
    throw new SnsError(
      'BatchRequestTooLong',
      `The length of all the messages put together is more than the limit: ${bytes} of ${publishBytesMax} bytes.`,
    );
  }
}
