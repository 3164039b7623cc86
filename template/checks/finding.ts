/** One thing that is wrong with a template. */
export interface Finding {
  /** The logical id, and the path of the property where there is one: `DeliveriesQueue.RedrivePolicy`. */
  readonly place: string;
  /** A sentence part: `is no property of AWS::SQS::Queue`. */
  readonly problem: string;
}
