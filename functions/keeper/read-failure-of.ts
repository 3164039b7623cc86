import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { readFailure, type Failure } from '#shared/messages/failure.ts';

export interface FailedMessage {
  readonly worker: string;
  /** Name of the queue whose dead letter it is. */
  readonly queue: string;
  readonly record: SQSRecord;
  readonly now: Date;
}

/**
 * Why this message is a dead letter. What SQS moved itself comes first: the attribute `failure` that such a message may
 * carry is of an earlier life, and we never send one with SQS's own mark.
 */
export function readFailureOf(message: FailedMessage): Failure {
  const { attributes, messageAttributes } = message.record;
  if (attributes.DeadLetterQueueSourceArn !== undefined) return crashed(message);
  const ours = messageAttributes['failure']?.stringValue;
  if (ours === undefined) return undeliverable(message);
  return readOurs(ours) ?? unreadable(message);
}

function readOurs(text: string): Failure | undefined {
  try {
    const failure = readFailure(text);
    return isFingerprint(failure.fingerprint) ? failure : undefined;
  } catch {
    // Whatever put it there, the message is kept; its failure then says what could not be read.
    return undefined;
  }
}

/** It becomes part of an index's key. */
const isFingerprint = (text: string) => /^[\w-]{1,64}$/.test(text);

const crashed = (message: FailedMessage) =>
  failureOf(message, {
    class: 'crashed',
    name: 'Crashed',
    message:
      `${message.worker} never reported back about this message, on any attempt: it ran out of time or memory, crashed, or ` +
      `could not start, and SQS moved the message away. Search the log of ${message.worker} from firstAt to lastAt for ` +
      `"Task timed out", "Runtime exited" and "out of memory".`,
    // Until the last attempt ended SQS kept it: the move itself has no time of its own.
    lastAt: message.now,
  });

const undeliverable = (message: FailedMessage) =>
  failureOf(message, {
    class: 'undeliverable',
    name: 'Undeliverable',
    message:
      message.worker === 'dispatch'
        ? `Something other than this pipeline put this message on the dead-letter queue of ${message.queue}: it carries no ` +
          `failure, and SQS did not move it there. Look who may send to that queue.`
        : `SNS could not put this message on ${message.queue}, so ${message.worker} never saw it. Check that the queue exists, ` +
          `that its policy lets the events topic send, and that its encryption does.`,
    lastAt: sentAt(message),
  });

const unreadable = (message: FailedMessage) =>
  failureOf(message, {
    class: 'undeliverable',
    name: 'UnreadableFailure',
    message:
      `This message came with a failure that cannot be read, so nobody knows why ${message.worker} did not finish it. ` +
      `Search the log of ${message.worker} around firstAt for its event id, and look who else may send to the dead-letter ` +
      `queue of ${message.queue}.`,
    lastAt: sentAt(message),
  });

interface Described extends Pick<Failure, 'class' | 'name' | 'message'> {
  readonly lastAt: Date;
}

const failureOf = (message: FailedMessage, { lastAt, ...described }: Described): Failure => ({
  v: 1,
  ...described,
  fingerprint: createHash('sha256').update(`${message.worker} ${described.name}`).digest('hex').slice(0, 16),
  firstAt: sentAt(message).toISOString(),
  lastAt: lastAt.toISOString(),
  worker: message.worker,
  queue: message.queue,
});

/** SQS's own redrive keeps the time at which the message was first sent. */
const sentAt = ({ record }: FailedMessage) => new Date(Number(record.attributes.SentTimestamp));
