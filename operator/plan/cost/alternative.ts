import type { Design } from '../design.ts';

/** What if one setting were another, and everything else the same. */
export interface Choice {
  readonly choice: string;
  readonly today: string;
  readonly alternative: string;
  /** Below nothing where it would cost more. */
  readonly savedPerMillion: number;
  /** How much later the slowest 5 % of results are, of the worker that it changes most. */
  readonly laterMs: number;
  /** What else it would cost. */
  readonly price: string;
}

export interface Alternative extends Omit<Choice, 'savedPerMillion' | 'laterMs'> {
  readonly design: Design;
}
