export interface Sample {
  readonly second: number;
  readonly perSecond: number;
  readonly throttled: number;
  readonly environments: number;
  readonly queues: Readonly<
    Record<
      string,
      { readonly backlog: number; readonly concurrency: number; readonly ageSeconds: number; readonly inFlight: number }
    >
  >;
}

export interface QueueOutcome {
  readonly name: string;
  readonly backlogMost: number;
  readonly concurrencyMost: number;
  readonly ageSecondsMost: number;
  readonly inFlightMost: number;
  readonly deadLetters: number;
  readonly succeeded: number;
  /** The last second in which more waited than was taken; undefined where none ever did. */
  readonly waitedUntilSecond: number | undefined;
  /** Of what could never succeed: from its arrival until it was a dead letter. */
  readonly meanSecondsToDeadLetter: number | undefined;
  /** After the traffic's end until nothing waits; undefined while something still does after a day. */
  readonly drainSeconds: number | undefined;
}

/** What the simulation says and what a formula says of the same, so that neither has to be believed alone. */
export interface Comparison {
  readonly queue: string;
  readonly what: string;
  readonly simulated: number;
  readonly byHand: number;
  /** With its figures, to be computed again on paper. */
  readonly formula: string;
}

export interface Simulated {
  readonly shape: string;
  readonly posted: number;
  readonly accepted: number;
  /** 429 by API Gateway, which senders try again. */
  readonly throttledByApi: number;
  /** 5xx because Lambda had no environment. */
  readonly throttledByLambda: number;
  /** Nothing was published in its second because SNS takes no more. */
  readonly secondsAtSnsQuota: number;
  readonly queues: readonly QueueOutcome[];
  readonly samples: readonly Sample[];
  /** The worker that goes down or gets the poison. */
  readonly about: string;
  readonly byHand: readonly Comparison[];
}
