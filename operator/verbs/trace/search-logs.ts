import type { LogLine, LogSearch } from '../../pipeline/pipeline.ts';
import type { TracePorts } from './trace-ports.ts';

export const HOUR_MS = 3_600_000;
/** Logs are read slowly where there are many, and a trace without them is worth having. */
const SEARCH_MS_MAX = 15_000;

export interface Looked<Found> {
  readonly found?: Found;
  /** What could not be looked at, and why. */
  readonly gap?: string;
}

/** The first that is taken, or undefined. Missing rights, or too many lines, are a gap and not a failure. */
export async function searchLogs<Found>(
  search: LogSearch,
  take: (line: LogLine) => Found | undefined,
  { pipeline, signal }: Pick<TracePorts, 'pipeline' | 'signal'>,
): Promise<Looked<readonly Found[]>> {
  const found: Found[] = [];
  const tooLong = AbortSignal.timeout(SEARCH_MS_MAX);
  try {
    for await (const line of pipeline.logs.find(search, AbortSignal.any([tooLong, ...(signal ? [signal] : [])]))) {
      const taken = take(line);
      if (taken !== undefined) found.push(taken);
    }
    return { found };
  } catch (error) {
    if (signal?.aborted) throw error;
    const why = tooLong.aborted ? `it took longer than ${SEARCH_MS_MAX / 1000} s` : messageOf(error);
    return { found, gap: `The logs of ${search.functions.join(', ')} were not read to their end: ${why}` };
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
