import { messageBytes } from '#shared/messages/message-bytes.ts';
import { packWithin } from '#shared/messages/pack-within.ts';
import type { TopicEntry } from '#shared/ports.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html: per call, and for all its entries together. */
const LIMITS = { countMax: 10, bytesMax: 256 * 1024 };

/** The calls that publish these entries, as few as the limits allow. */
export function packBatches<Entry extends TopicEntry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return packWithin(entries, ({ message, attributes }) => messageBytes(message, attributes), LIMITS);
}
