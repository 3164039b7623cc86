import type { TopicEntry } from '#shared/ports.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html: per call and for all its entries together. */
const ENTRIES_MAX = 10;
const BYTES_MAX = 256 * 1024;

export type Packed = TopicEntry;

/** In order, each batch as full as both limits allow. Messages are ASCII, so characters are bytes. */
export function packBatches<Entry extends Packed>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const entryBytes = sizeOf(entry);
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

/** Name, type and value of every attribute count towards the limit. */
function sizeOf({ message, attributes }: Packed): number {
  const attributeBytes = Object.entries(attributes).map(([name, value]) => name.length + 'String'.length + value.length);
  return attributeBytes.reduce((sum, bytes) => sum + bytes, message.length);
}
