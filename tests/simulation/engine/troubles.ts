import type { Random } from '#shared/ports.ts';
import type { Trouble } from '../scenario.ts';

/** Decides what goes wrong. Each trouble draws from a stream of its own, so that leaving one out changes no other. */
export interface Troubles {
  /** True with this chance, from 0 to 1, unless the trouble is left out, used up or over. */
  strikes(trouble: Trouble, chance: number): boolean;
  /** Numbers for what belongs to that trouble, or to the world itself: latencies, ids, choices. */
  random(of: Trouble | 'world' | 'senders' | 'operators'): Random;
  /** From now on nothing goes wrong any more: what is under way may come to its end. */
  end(): void;
  readonly ended: boolean;
  /** How many troubles were made so far, by kind. */
  readonly made: ReadonlyMap<Trouble, number>;
}
