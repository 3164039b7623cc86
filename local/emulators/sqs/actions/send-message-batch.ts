import type { EmulatorContext } from '../../emulator-context.ts';
import type { BatchEntry } from '../messages/read-batch.ts';
import { answerBatch, readBatch } from '../messages/read-batch.ts';
import { readMessageDraft } from '../messages/read-message-draft.ts';
import { sendReceipt } from '../messages/send-receipt.ts';
import { storeMessage } from '../messages/store-message.ts';
import { requireQueue } from '../queues/find-queue.ts';
import { SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { isRecord } from '../sqs-input.ts';

// AWS's limit of a whole batch, whatever the queue's own limit per message.
const batchBytesMax = 1_048_576;

export function sendMessageBatch(context: EmulatorContext, input: SqsInput): object {
  const queue = requireQueue(context, input);
  const entries = readBatch(input);
  checkBatchSize(entries);
  // One transaction makes ten messages nearly as cheap as one; a refused entry throws before it writes anything.
  return context.database.transaction(() =>
    answerBatch(entries, ({ entry }) => {
      const draft = readMessageDraft(queue, entry);
      return sendReceipt(draft, storeMessage(context, queue.id, draft));
    }),
  );
}

function checkBatchSize(entries: readonly BatchEntry[]): void {
  const bytes = entries.reduce((sum, { entry }) => sum + entryBytes(entry), 0);
  if (bytes <= batchBytesMax) return;
  throw new SqsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${batchBytesMax} bytes. You have sent ${bytes} bytes.`,
  );
}

/** Counts entries that will be refused too, so it cannot rely on their being well formed. */
function entryBytes(entry: SqsInput): number {
  const attributes = isRecord(entry['MessageAttributes']) ? Object.entries(entry['MessageAttributes']) : [];
  const sizes = attributes.map(([name, value]) => {
    const { DataType, StringValue, BinaryValue } = isRecord(value) ? value : {};
    return Buffer.byteLength(name) + textBytes(DataType) + textBytes(StringValue) + textBytes(BinaryValue, 'base64');
  });
  return sizes.reduce((sum, size) => sum + size, textBytes(entry['MessageBody']));
}

function textBytes(value: unknown, encoding: BufferEncoding = 'utf8'): number {
  return typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0;
}
