import { SqsError } from '../sqs-error.ts';

export interface Receipt {
  readonly queueId: number;
  readonly sequence: number;
  /** Tells this receive from later ones of the same message. */
  readonly receiveCount: number;
  /** Row numbers are used again after a delete, message ids never. */
  readonly messageId: string;
}

export function toReceiptHandle({ queueId, sequence, receiveCount, messageId }: Receipt): string {
  return Buffer.from(`${queueId}:${sequence}:${receiveCount}:${messageId}`).toString('base64');
}

/** Throws ReceiptHandleIsInvalid for anything that this queue did not hand out. */
export function parseReceiptHandle(handle: string, queueId: number): Receipt {
  const match = /^(\d+):(\d+):(\d+):([\da-f-]{36})$/.exec(Buffer.from(handle, 'base64').toString('latin1'));
  const [, queue, sequence, receiveCount, messageId] = match ?? [];
  if (messageId === undefined || Number(queue) !== queueId) {
    throw new SqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return { queueId, sequence: Number(sequence), receiveCount: Number(receiveCount), messageId };
}
