import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Choosing } from './choosing.ts';
import type { PageEnd, Place } from './place.ts';

/** One read of the index; a page takes at most 1 MB of it. */
const PAGE_LENGTH = 500;
/** Where bodies decide, a page may take long: the run can stop behind each. */
const SEARCHED_LENGTH = 100;

/** All dead letters of the worker in these states that failed last before the run began, each once. */
export async function* listSpan(
  { selection: { from, between, where }, span, states }: Pick<Choosing, 'selection' | 'span' | 'states'>,
  begin: Place,
  store: Pick<DeadLetterStore, 'page'>,
): AsyncGenerator<DeadLetterSummary | PageEnd> {
  const untilMs = Math.min(span.before.getTime(), Date.parse(between?.until ?? '') || Infinity);
  const query = {
    worker: from,
    limit: where === undefined ? PAGE_LENGTH : SEARCHED_LENGTH,
    until: new Date(untilMs).toISOString(),
    ...(between?.from !== undefined && { since: new Date(between.from).toISOString() }),
  };
  const seen = new Set<string>();
  for (const [part, state] of states.entries()) {
    if (part < begin.part) continue;
    let after = part === begin.part ? begin.after : undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
      const page = await store.page({ ...query, state, ...(after !== undefined && { after }) });
      for (const summary of page.deadLetters) {
        // Whoever moves on from state to state meanwhile is met twice.
        if (!seen.has(summary.id)) yield summary;
        seen.add(summary.id);
      }
      after = page.next;
      const reached = after === undefined ? { part: part + 1 } : { part, after };
      yield { reached, unreadable: page.unreadable };
    } while (after !== undefined);
  }
}
