import { GiveUp, RetryLater } from '#shared/errors.ts';

export interface FailedDestination {
  readonly destination: string;
  readonly error: unknown;
}

/**
 * One error for all destinations of an event that failed. Whoever may still take it decides, and among those whoever asks
 * for the shortest delay: one that asks for a week must not keep the event from another. An event is given up only when there
 * is nobody left to wait for, and is a dead letter of a destination that is down rather than one of a refusal, because that
 * one is replayed by itself.
 */
export function combineFailures(failures: readonly FailedDestination[]): unknown {
  const [only] = failures;
  // Alone it keeps its stack, which tells more than ours.
  if (failures.length === 1) return only?.error;
  const message = failures.map(({ destination, error }) => describe(destination, error)).join('; ');
  const retried = failures.map(({ error }) => error).filter((error) => !(error instanceof GiveUp));
  if (retried.length > 0) {
    const delays = retried.map((error) => (error instanceof RetryLater ? error.afterSeconds : 0));
    return new RetryLater(message, { afterSeconds: Math.min(...delays), cause: retried[0] });
  }
  const givenUp = failures.map(({ error }) => error).filter((error) => error instanceof GiveUp);
  const cause = givenUp.find(({ isDestinationDown }) => isDestinationDown) ?? givenUp[0];
  const { destination, isDestinationDown = false } = cause ?? {};
  return new GiveUp(message, { ...(destination !== undefined && { destination }), isDestinationDown, cause });
}

/** Our own errors name their destination; anything else is a slip of ours whose message may hold anything. */
function describe(destination: string, error: unknown): string {
  if (error instanceof GiveUp || error instanceof RetryLater) return error.message;
  return `${destination} failed unexpectedly`;
}
