/** What keeps a source from serving as it is meant to; never with a value. */
export interface SourceProblem {
  readonly source: string;
  /** Left out where it is about the entry as a whole. */
  readonly field?: string;
  readonly problem: string;
  /** What to do about it: the words of a command, or else a sentence. */
  readonly fix?: readonly string[] | string;
  /** The entry is as it was meant to be, and only lacks something yet, or any more. */
  readonly isLack?: true;
}
