import type { History } from '../history.ts';

/** Something that must hold whatever goes wrong; one file each. */
export interface Invariant {
  /** As a sentence: `Every accepted event ends once per worker`. */
  readonly name: string;
  /** One sentence per breach; none when it holds. */
  check(history: History): readonly string[];
}
