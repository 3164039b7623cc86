import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import type { DeadLetterPage, DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { Selection } from '#shared/messages/selection.ts';

/** One read of the index; a page takes at most 1 MB of it. */
const PAGE_LENGTH = 500;

export interface SelectedBefore {
  readonly selection: Selection;
  /** What failed last at this instant or later is not meant. */
  readonly before: Date;
  readonly now: Date;
}

type Store = Pick<DeadLetterStore, 'page' | 'pageByFingerprint'>;
type PageOf = (state: DeadLetterState, after: string | undefined) => Promise<DeadLetterPage>;

/**
 * The ids that the selection means, oldest failure first, each at most once: those named, or else all that are open, and
 * those whose run has died over them.
 */
export async function* selectIds({ selection, before, now }: SelectedBefore, store: Store): AsyncGenerator<string> {
  const { from, ids, fingerprints } = selection;
  if (ids) {
    yield* new Set(ids.map((id) => deadLetterId(from, id)));
    return;
  }
  const seen = new Set<string>();
  for (const pageOf of partsOf(from, fingerprints, store)) {
    for (const state of ['open', 'replaying'] as const) {
      for await (const { id, worker, failure, claimedUntil } of each(pageOf, state)) {
        // The index is in this order. What a run has sent may fail again while it still runs, and comes in at the end.
        if (Date.parse(failure.lastAt) >= before.getTime()) break;
        const isHeld = claimedUntil !== undefined && Date.parse(claimedUntil) > now.getTime();
        if (worker !== from || isHeld || seen.has(id)) continue;
        seen.add(id);
        yield id;
      }
    }
  }
}

function partsOf(worker: string, fingerprints: readonly string[] | undefined, store: Store): readonly PageOf[] {
  if (!fingerprints) return [(state, after) => store.page({ worker, state, ...pageBehind(after) })];
  return [...new Set(fingerprints)].map(
    (fingerprint) => (state, after) => store.pageByFingerprint({ fingerprint, state, ...pageBehind(after) }),
  );
}

const pageBehind = (after: string | undefined) => ({ limit: PAGE_LENGTH, ...(after !== undefined && { after }) });

async function* each(pageOf: PageOf, state: DeadLetterState) {
  let after: string | undefined;
  do {
    const page = await pageOf(state, after);
    yield* page.deadLetters;
    after = page.next;
  } while (after !== undefined);
}
