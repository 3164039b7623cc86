import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { NothingYet } from '../candidate.ts';
import type { Choosing } from './choosing.ts';

/** One read of the index; a page takes at most 1 MB of it. */
const PAGE_LENGTH = 500;

/** All dead letters of the worker in these states that failed last before the run began, each once. */
export async function* listSpan(
  { selection: { from, between }, span, states }: Pick<Choosing, 'selection' | 'span' | 'states'>,
  unreadable: Set<string>,
  store: Pick<DeadLetterStore, 'page'>,
): AsyncGenerator<DeadLetterSummary | NothingYet> {
  const untilMs = Math.min(span.before.getTime(), Date.parse(between?.until ?? '') || Infinity);
  const query = {
    worker: from,
    limit: PAGE_LENGTH,
    until: new Date(untilMs).toISOString(),
    ...(between?.from !== undefined && { since: new Date(between.from).toISOString() }),
  };
  const seen = new Set<string>();
  for (const state of states) {
    let after: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
      const page = await store.page({ ...query, state, ...(after !== undefined && { after }) });
      for (const id of page.unreadable) unreadable.add(id);
      for (const summary of page.deadLetters) {
        // Whoever moves on from state to state meanwhile is met twice.
        if (!seen.has(summary.id)) yield summary;
        seen.add(summary.id);
      }
      yield undefined;
      after = page.next;
    } while (after !== undefined);
  }
}
