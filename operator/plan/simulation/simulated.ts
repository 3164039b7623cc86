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
  /** After the traffic's end until nothing waits; undefined while something still does after a day. */
  readonly drainSeconds: number | undefined;
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
}
