import { GiveUp } from '#shared/errors.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import type { Topic, TopicEntry } from '#shared/ports.ts';
import { messageRefusal } from './message-refusal.ts';

export interface RecordingTopic extends Topic {
  readonly batches: (readonly TopicEntry[])[];
}

/** Of an entry by itself and of all of a call together: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const TOPIC_LIMITS = { entriesMax: 10, bytesMax: 262_144 };

/**
 * Takes what SNS takes.
 * @param refuse what SNS would say against this entry besides; a throw inside fails the whole call
 */
export function recordingTopic(refuse: (entry: TopicEntry) => Error | undefined = () => undefined): RecordingTopic {
  const batches: RecordingTopic['batches'] = [];
  return {
    batches,
    async publish(entries) {
      refuseCall(entries);
      const errors = entries.map((entry) => refusalOf(entry) ?? refuse(entry));
      batches.push(entries.filter((_, index) => errors[index] === undefined));
      return errors;
    },
  };
}

function refuseCall(entries: readonly TopicEntry[]): void {
  if (entries.length === 0) throw new Error('EmptyBatchRequest');
  if (entries.length > TOPIC_LIMITS.entriesMax) throw new Error('TooManyEntriesInBatchRequest');
  const bytes = entries.reduce((sum, { message, attributes }) => sum + messageBytes(message, attributes), 0);
  if (bytes > TOPIC_LIMITS.bytesMax) throw new Error('BatchRequestTooLong');
}

function refusalOf({ message, attributes }: TopicEntry): GiveUp | undefined {
  const refusal = messageRefusal(message, attributes, TOPIC_LIMITS);
  return refusal && new GiveUp(`SNS: ${refusal.message}`);
}
