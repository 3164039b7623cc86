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
  /** Told of each that is meant but asked not to be tried again before then. */
  readonly onLocked: (id: string, until: string) => void;
}

type Store = Pick<DeadLetterStore, 'page' | 'pageByFingerprint'>;
type PageOf = (state: DeadLetterState, after: string | undefined) => Promise<DeadLetterPage>;

/**
 * The ids that the selection means, oldest failure first, each at most once: those named, or else all that are open, and
 * those whose run has died over them.
 */
export async function* selectIds(
  { selection, before, now, onLocked }: SelectedBefore,
  store: Store,
): AsyncGenerator<string> {
  const { from, ids, fingerprints } = selection;
  if (ids) {
    yield* new Set(ids.map((id) => deadLetterId(from, id)));
    return;
  }
  const seen = new Set<string>();
  const unreadable = new Set<string>();
  for (const pageOf of partsOf(from, fingerprints, store)) {
    for (const state of ['open', 'replaying'] as const) {
      for await (const { id, worker, failure, claimedUntil } of each(pageOf, state, unreadable)) {
        // The index is in this order. What a run has sent may fail again while it still runs, and comes in at the end.
        if (Date.parse(failure.lastAt) >= before.getTime()) break;
        const isHeld = claimedUntil !== undefined && isAhead(claimedUntil, now);
        if (worker !== from || isHeld || seen.has(id)) continue;
        seen.add(id);
        const { notBefore } = failure;
        // Told from the index alone: whoever comes again for the rest must get past them, however many they are.
        if (notBefore !== undefined && isAhead(notBefore, now)) {
          onLocked(id, notBefore);
          continue;
        }
        yield id;
      }
    }
  }
  // They are skipped, and the receipt names them.
  for (const id of unreadable) if (id.startsWith(deadLetterId(from, ''))) yield id;
}

const isAhead = (instant: string, now: Date) => Date.parse(instant) > now.getTime();

function partsOf(worker: string, fingerprints: readonly string[] | undefined, store: Store): readonly PageOf[] {
  if (!fingerprints) return [(state, after) => store.page({ worker, state, ...pageBehind(after) })];
  return [...new Set(fingerprints)].map(
    (fingerprint) => (state, after) => store.pageByFingerprint({ fingerprint, state, ...pageBehind(after) }),
  );
}

const pageBehind = (after: string | undefined) => ({ limit: PAGE_LENGTH, ...(after !== undefined && { after }) });

async function* each(pageOf: PageOf, state: DeadLetterState, unreadable: Set<string>) {
  let after: string | undefined;
  do {
    const page = await pageOf(state, after);
    for (const id of page.unreadable) unreadable.add(id);
    yield* page.deadLetters;
    after = page.next;
  } while (after !== undefined);
}
