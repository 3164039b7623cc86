import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** What an operator may not ask, or what does not answer, becomes a sentence, and the rest is still shown. */
export function createGaps(signal?: AbortSignal) {
  const gaps = new Set<string>();
  return {
    gaps,
    unlessGap: async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
      try {
        return await asked;
      } catch (error) {
        // Where nothing runs, or nobody waits any more, there is nothing to show.
        const isFatal = error instanceof CommandError && error.exitCode === exitCode.notRunning;
        if (!(error instanceof Error) || isFatal || signal?.aborted) throw error;
        gaps.add(error.message);
        return undefined;
      }
    },
  };
}
