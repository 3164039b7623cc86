import pMap from 'p-map';
import { isDeadLetter, type DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { Group } from '#shared/messages/inspect-request.ts';

/** A record comes with its message of up to 256 KiB; these are held at once: 25 MB. */
const RECORDS_AT_ONCE = 25;
const READS_AT_ONCE = 4;

type Sample = NonNullable<Group['sample']>;

/** Why these failed, by id; of what cannot be read, or is gone, there is none. */
export async function readSamples(
  ids: readonly string[],
  store: Pick<DeadLetterStore, 'getMany'>,
): Promise<ReadonlyMap<string, Sample>> {
  const chunks = Array.from({ length: Math.ceil(ids.length / RECORDS_AT_ONCE) }, (_, index) =>
    ids.slice(index * RECORDS_AT_ONCE, (index + 1) * RECORDS_AT_ONCE),
  );
  const samples = await pMap(chunks, async (chunk) => samplesOf(await store.getMany(chunk)), {
    concurrency: READS_AT_ONCE,
  });
  return new Map(samples.flat());
}

function samplesOf(stored: Awaited<ReturnType<DeadLetterStore['getMany']>>): readonly (readonly [string, Sample])[] {
  return [...stored].flatMap(([id, { record }]) => {
    if (!isDeadLetter(record)) return [];
    const { class: failureClass, name, message, destination } = record.failure;
    const sample = { id, class: failureClass, name, message, ...(destination !== undefined && { destination }) };
    return [[id, sample] as const];
  });
}
