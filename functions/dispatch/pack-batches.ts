import { messageBytes } from '#shared/messages/message-bytes.ts';
import type { TopicEntry } from '#shared/ports.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html: per call and for all its entries together. */
const ENTRIES_MAX = 10;
const BYTES_MAX = 256 * 1024;

export type Packed = TopicEntry;

/** In order, each batch as full as both limits allow. */
export function packBatches<Entry extends Packed>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const entryBytes = messageBytes(entry.message, entry.attributes);
    const last = batches.at(-1);
    if (last && last.length < ENTRIES_MAX && bytes + entryBytes <= BYTES_MAX) {
      last.push(entry);
      bytes += entryBytes;
    } else {
      batches.push([entry]);
      bytes = entryBytes;
    }
  }
  return batches;
}
