import type { DeadLetterStore, GroupMember } from '#shared/dead-letters/dead-letter-store.ts';
import type { CountAnswer } from '#shared/messages/inspect-request.ts';
import { readPlace, writePlace } from './place.ts';
import type { Choice } from './walk/matches-choice.ts';
import { spanOf } from './walk/span-of.ts';

export interface CountMembersPorts {
  readonly store: Pick<DeadLetterStore, 'pageOfGroup'>;
  readonly workers: readonly string[];
  readonly isTimeOver: () => boolean;
}

/** The index gives about so many in one answer. */
const MEMBERS_AT_ONCE = 2000;

/** Whether the index of groups alone tells what is meant: its items are a fifth of what the other index has. */
export const isToldByMembers = ({ ids, deliveries, classes, attempts, text, where }: Choice): boolean =>
  [ids, deliveries, classes, attempts, text, where].every((way) => way === undefined);

/** One after the other, by fingerprint, source, type and time. */
export async function countMembers(
  choice: Choice,
  cursor: string | undefined,
  { store, workers, isTimeOver }: CountMembersPorts,
): Promise<CountAnswer> {
  const { state } = choice;
  const fingerprints = choice.fingerprints ? [...new Set(choice.fingerprints)] : [undefined];
  const groups = workers.flatMap((worker) => fingerprints.map((fingerprint) => ({ worker, fingerprint })));
  const isMeant = createIsMeant(choice);
  let { part, after } = readPlace(cursor, 'count.cursor');
  let count = 0;
  for (let group = groups[part]; group !== undefined; group = groups[part]) {
    const { worker, fingerprint } = group;
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
    const { members, next } = await store.pageOfGroup({
      worker,
      state,
      limit: MEMBERS_AT_ONCE,
      ...(fingerprint !== undefined && { fingerprint }),
      ...(after !== undefined && { after }),
    });
    count += members.filter(isMeant).length;
    after = next;
    if (next === undefined) part += 1;
    if (isTimeOver()) break;
  }
  return { count, ...(part < groups.length && { cursor: writePlace({ part, after }) }) };
}

function createIsMeant({ sources, types, between }: Choice): (member: GroupMember) => boolean {
  const { since = '', until } = spanOf(between);
  return ({ source = '', type = '', lastAt }) =>
    (!sources || sources.includes(source)) &&
    (!types || types.includes(type)) &&
    lastAt >= since &&
    (until === undefined || lastAt < until);
}
