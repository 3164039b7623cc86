// What a function's thread and its owner say to each other.
import type { FunctionError } from './outcome.ts';

/** Given to the thread when it starts. */
export interface ThreadSetup {
  readonly bundle: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  /** The thread ends the log of each invocation with this as a line, on the streams that were printed to. */
  readonly endOfLog: string;
}

export interface ThreadInvocation {
  readonly requestId: string;
  /** JSON text, as Lambda hands it over. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export type LogStream = 'stdout' | 'stderr';

interface Answered {
  /** The streams that bring the end of this invocation's log; the others bring nothing of it. */
  readonly printedTo: readonly LogStream[];
}

export type ThreadReport =
  | { readonly kind: 'ready' }
  | (Answered & { readonly kind: 'finished'; readonly result: string })
  | (Answered & { readonly kind: 'failed'; readonly error: FunctionError })
  /** The thread ends after this one. */
  | { readonly kind: 'crashed'; readonly error: FunctionError };
