import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { outcomePageKey, outcomePageSchema } from '#shared/messages/receipt.ts';
import { intentKey, intentSchema, type Intent } from './intent.ts';
import { readEntry } from './read-entry.ts';
import { storeOwn } from './store-own.ts';
import { Superseded } from './superseded.ts';
import { addToProgress, type Progress } from './progress.ts';
import type { RunPorts } from './run-ports.ts';
import type { Turn } from './take-turn.ts';

export interface PageStore {
  /** Before anything is done. @returns the number of the page */
  begin(ids: readonly string[]): Promise<number>;
  /** @param page what `begin` gave */
  end(page: number, outcomes: readonly Outcome[]): Promise<void>;
  /** Of a page that an earlier invocation had begun: should it have ended it after all, that counts. */
  settle(page: number, outcomes: readonly Outcome[]): Promise<void>;
}

/**
 * The pages of one run, of which each is stored by one invocation alone.
 * @throws {Superseded} once a later turn has stored its own
 */
export function createPageStore(
  run: string,
  turn: Pick<Turn, 'number'>,
  progress: Progress,
  { results }: Pick<RunPorts, 'results'>,
): PageStore {
  const begin = async (ids: readonly string[]): Promise<number> => {
    for (;;) {
      const page = (progress.lastPage += 1);
      const key = intentKey(run, page);
      const intent: Intent = { v: 1, turn: turn.number, ids: [...ids] };
      // oxlint-disable no-await-in-loop -- hardly ever more than once
      if ((await storeOwn(results, key, intent)) === 'stored') return page;
      // Of a call that was thought dead: what it has begun is settled when the run is resumed.
      if ((await readEntry(results, key, intentSchema)).turn > turn.number) throw new Superseded(run);
      // oxlint-enable no-await-in-loop
    }
  };

  return {
    begin,
    async end(page, outcomes) {
      const kept = progress.tally.toKept(outcomes);
      const stored = await storeOwn(results, outcomePageKey(run, page), { v: 1, outcomes: kept });
      if (stored === 'of another') throw new Superseded(run);
      addToProgress(progress, page, kept);
    },
    async settle(page, outcomes) {
      const key = outcomePageKey(run, page);
      const kept = progress.tally.toKept(outcomes);
      const isStored = (await storeOwn(results, key, { v: 1, outcomes: kept })) === 'stored';
      addToProgress(progress, page, isStored ? kept : (await readEntry(results, key, outcomePageSchema)).outcomes);
    },
  };
}
