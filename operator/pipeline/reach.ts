/** How one stage is reached: what its parts are called there, and what its errors mean for a person. */
export interface Reach {
  readonly stage: string;
  /** What everything of the stage is called begins with this: `webhook-pipeline-prod-`. */
  readonly prefix: string;
  /** @returns a CommandError where it is known what to do, else the error itself */
  readonly explain: (error: unknown, call: AwsCall) => unknown;
}

/** What was asked of AWS, and what gives the right to it. */
export interface AwsCall {
  /** As IAM names it: `lambda:InvokeFunction`. */
  readonly right: string;
  /** The template's policies for operators. */
  readonly policy: 'operate' | 'erase' | 'operate-more' | 'manage-sources';
  /** The full name of what it was asked of. */
  readonly about: string;
}
