import { behindAQueue } from '#shared/aws/client-settings.ts';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { messageBytes } from '#shared/messages/message-bytes.ts';
import type { Topic, TopicEntry } from '#shared/ports.ts';
import { messageRefusal } from '../../support/ports/message-refusal.ts';
import type { Troubles } from '../engine/troubles.ts';
import { awsError } from './aws-error.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint } from './endpoint.ts';
import { failSome } from './fail-some.ts';

export interface TopicPortPorts {
  readonly endpoint: Endpoint;
  readonly callOut: CallOut;
  readonly troubles: Troubles;
  readonly fanOut: (entries: readonly TopicEntry[]) => void;
}

/** Of one call, and of one message: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const TOPIC_LIMITS = { entriesMax: 10, bytesMax: 262_144 };

export function topicPort({ endpoint, callOut, troubles, fanOut }: TopicPortPorts): Topic {
  return {
    publish: (entries) =>
      callOut({
        endpoint,
        operation: 'PublishBatch',
        key: 'events',
        settings: behindAQueue,
        effect() {
          refuseCall(entries);
          const published: TopicEntry[] = [];
          const outcomes = failSome(entries, (entry) => publishOne(entry, published), troubles, tryAgain);
          if (published.length > 0) fanOut(published);
          return outcomes;
        },
      }),
  };
}

function refuseCall(entries: readonly TopicEntry[]): void {
  if (entries.length === 0) throw awsError('EmptyBatchRequest', 'There is nothing to publish', 400);
  if (entries.length > TOPIC_LIMITS.entriesMax) {
    throw awsError('TooManyEntriesInBatchRequest', `${entries.length} entries are too many`, 400);
  }
  const bytes = entries.reduce((sum, { message, attributes }) => sum + messageBytes(message, attributes), 0);
  if (bytes > TOPIC_LIMITS.bytesMax) throw awsError('BatchRequestTooLong', `${bytes} bytes are too many`, 400);
}

/** A fault of the sender is one of the message: SNS will say the same of it for ever. */
function publishOne(entry: TopicEntry, published: TopicEntry[]): Error | undefined {
  const refusal = messageRefusal(entry.message, entry.attributes, TOPIC_LIMITS);
  if (refusal) return new GiveUp(`SNS: ${refusal.message}`);
  published.push(entry);
  return undefined;
}

const tryAgain = () => new RetryLater('SNS: InternalError');
