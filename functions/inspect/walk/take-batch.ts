import type { Order, Stream, Taken } from './stream.ts';

/**
 * The next ones of all streams together, in the order in which they failed last. It ends early where a stream must be read on
 * before anybody knows which is next; none means that all streams are at their end.
 */
export async function takeBatch(streams: readonly Stream[], countMax: number, order: Order): Promise<readonly Taken[]> {
  await Promise.all(streams.map((stream) => stream.fill()));
  const open = streams.filter((stream) => stream.head() !== undefined);
  const batch: Taken[] = [];
  while (batch.length < countMax) {
    const first = firstOf(open, order);
    if (!first) break;
    batch.push(first.take());
    if (first.head() === undefined) break;
  }
  return batch;
}

function firstOf(streams: readonly Stream[], order: Order): Stream | undefined {
  let first: Stream | undefined;
  let firstAt = '';
  for (const stream of streams) {
    const at = stream.head()?.at ?? '';
    if (first && (order === 'oldest-first' ? at >= firstAt : at <= firstAt)) continue;
    first = stream;
    firstAt = at;
  }
  return first;
}
