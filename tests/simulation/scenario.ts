/** Everything that can go wrong in a simulated world, each switched off by its name. */
export const TROUBLES = [
  'error-before', // a call fails and had no effect
  'error-after', // a call had its effect and its answer was lost
  'slow', // a call takes seconds; never longer than the time-outs of shared/aws/client-settings.ts allow it to
  'duplicate', // a queue or the topic delivers a message once more
  'reorder', // a queue gives messages in any order
  'throttle', // a service refuses for a while whatever it is asked
  'partial-failure', // some entries of a batch call fail
  'crash', // an environment dies before or after one of its calls
  'zombie', // an invocation that was given up goes on later
  'skew', // the clocks of environments differ, by two seconds at most
  'lag', // an index of a table shows an older state
  'outage', // the deliveries queue, the bucket, a table or a destination is away for minutes
  'resend', // a sender posts again what was accepted, also with the parts of its body changed that it changes
  'regroup', // a sender of arrays groups their elements anew when it posts again
  'poison', // webhooks that some worker can never work on
  'redrive', // somebody moves messages of a dead-letter queue back by SQS itself
  'replay', // operators replay dead letters at any moment, also twice at once
  'deploy', // functions are replaced one after the other, and back; the newer bundle writes a newer version of messages
] as const;

export type Trouble = (typeof TROUBLES)[number];

/** One run, told completely: the same scenario and commit make the same run, call by call. */
export interface Scenario {
  readonly seed: number;
  /** Webhooks that are posted for the first time. */
  readonly deliveries: number;
  readonly without: readonly Trouble[];
  /** Troubles after this many are not made; infinite unless a failure is being shrunk. */
  readonly troublesMax: number;
  /** A known bug that is put in, to see that it is found; by the name of its file in `bugs/`. */
  readonly planted?: string;
}
