import type { DeadLetterStore, GroupMember } from '#shared/dead-letters/dead-letter-store.ts';
import type { NothingYet } from '../candidate.ts';
import type { Choosing } from './choosing.ts';

/** One read of the index, of 200 bytes each. */
const PAGE_LENGTH = 1000;

/** Ids of the worker's dead letters with one of these fingerprints that may be meant, as far as the index tells; each once. */
export async function* listGroups(
  { selection, span, states }: Pick<Choosing, 'selection' | 'span' | 'states'>,
  fingerprints: readonly string[],
  store: Pick<DeadLetterStore, 'pageOfGroup'>,
): AsyncGenerator<string | NothingYet> {
  const { from, sources, types, between } = selection;
  const [fromMs, untilMs] = [Date.parse(between?.from ?? ''), Date.parse(between?.until ?? '')];
  const mayBeMeant = ({ lastAt, source = '', type = '' }: GroupMember) =>
    Date.parse(lastAt) < span.before.getTime() &&
    !(Date.parse(lastAt) < fromMs) &&
    !(Date.parse(lastAt) >= untilMs) &&
    (sources?.includes(source) ?? true) &&
    (types?.includes(type) ?? true);
  const seen = new Set<string>();
  for (const fingerprint of new Set(fingerprints)) {
    for (const state of states) {
      let after: string | undefined;
      do {
        // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
        const page = await store.pageOfGroup({
          worker: from,
          state,
          fingerprint,
          limit: PAGE_LENGTH,
          ...(after !== undefined && { after }),
        });
        for (const member of page.members) {
          if (!mayBeMeant(member) || seen.has(member.id)) continue;
          seen.add(member.id);
          yield member.id;
        }
        yield undefined;
        after = page.next;
      } while (after !== undefined);
    }
  }
}
