// What a function's thread and its owner say to each other.
import type { FunctionError } from './outcome.ts';

/** Given to the thread when it starts. */
export interface ThreadSetup {
  readonly bundle: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  /** Where threads find their code compiled, and leave it for the next; undefined: nowhere. */
  readonly codeCache: string | undefined;
}

export interface ThreadInvocation {
  readonly requestId: string;
  /** JSON text, as Lambda hands it over. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export type LogStream = 'stdout' | 'stderr';

/** Of one thread they arrive in this order: what an invocation printed, then its end. */
export type ThreadReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'printed'; readonly stream: LogStream; readonly text: string }
  | { readonly kind: 'finished'; readonly result: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }
  /** The thread ends after this one. */
  | { readonly kind: 'crashed'; readonly error: FunctionError };
