import type { DeadLetterStore, GroupMember } from '#shared/dead-letters/dead-letter-store.ts';
import type { Choosing } from './choosing.ts';
import type { PageEnd, Place } from './place.ts';

/** One read of the index, of 200 bytes each. */
const PAGE_LENGTH = 1000;
/** Where bodies decide, a page may take long: the run can stop behind each. */
const SEARCHED_LENGTH = 100;

/** Ids of the worker's dead letters with one of these fingerprints that may be meant, as far as the index tells; each once. */
export async function* listGroups(
  { selection, span, states }: Pick<Choosing, 'selection' | 'span' | 'states'>,
  fingerprints: readonly string[],
  begin: Place,
  store: Pick<DeadLetterStore, 'pageOfGroup'>,
): AsyncGenerator<string | PageEnd> {
  const { from, sources, types, between, where } = selection;
  const limit = where === undefined ? PAGE_LENGTH : SEARCHED_LENGTH;
  const [fromMs, untilMs] = [Date.parse(between?.from ?? ''), Date.parse(between?.until ?? '')];
  const mayBeMeant = ({ lastAt, source = '', type = '' }: GroupMember) =>
    Date.parse(lastAt) < span.before.getTime() &&
    !(Date.parse(lastAt) < fromMs) &&
    !(Date.parse(lastAt) >= untilMs) &&
    (sources?.includes(source) ?? true) &&
    (types?.includes(type) ?? true);
  const seen = new Set<string>();
  const parts = [...new Set(fingerprints)].flatMap((fingerprint) => states.map((state) => ({ fingerprint, state })));
  for (const [part, group] of parts.entries()) {
    if (part < begin.part) continue;
    let after = part === begin.part ? begin.after : undefined;
    do {
      const query = { worker: from, ...group, limit, ...(after !== undefined && { after }) };
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
      const page = await store.pageOfGroup(query);
      for (const member of page.members) {
        if (!mayBeMeant(member) || seen.has(member.id)) continue;
        seen.add(member.id);
        yield member.id;
      }
      after = page.next;
      yield { reached: after === undefined ? { part: part + 1 } : { part, after } };
    } while (after !== undefined);
  }
}
