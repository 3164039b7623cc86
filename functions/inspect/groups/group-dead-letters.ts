import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { AboutAnswer, Group, GroupsAnswer, GroupsRequest } from '#shared/messages/inspect-request.ts';
import { readPlace, writePlace } from '../place.ts';
import { createGroupTally, type GroupSoFar } from './group-tally.ts';
import { largestOf } from './largest-of.ts';
import { readSamples } from './read-samples.ts';

export interface GroupPorts {
  readonly store: Pick<DeadLetterStore, 'getMany' | 'pageOfGroup'>;
  readonly about: Pick<AboutAnswer, 'workers'>;
  /** Whose dead letters there are. */
  readonly workers: readonly string[];
  readonly isTimeOver: () => boolean;
}

/** The index gives about so many in one answer. */
const MEMBERS_AT_ONCE = 2000;
/** A group and its sample take up to 2 KB: with those of one more page they are still an answer that Lambda takes. */
const GROUPS_MAX = 500;

/** What failed for the same reason, the most frequent first. It reads the index alone, and one record of each group. */
export async function groupDeadLetters(request: GroupsRequest, ports: GroupPorts): Promise<GroupsAnswer> {
  const workers = request.from === undefined ? ports.workers : [request.from];
  const tally = createGroupTally();
  let { part, after } = readPlace(request.cursor, 'groups.cursor');
  for (let worker = workers[part]; worker !== undefined; worker = workers[part]) {
    const query = { worker, state: request.state, limit: MEMBERS_AT_ONCE, ...(after !== undefined && { after }) };
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
    const { members, next } = await ports.store.pageOfGroup(query);
    tally.add(worker, members);
    after = next;
    if (next === undefined) part += 1;
    if (tally.groups().length >= GROUPS_MAX || ports.isTimeOver()) break;
  }
  const groups = await describe(tally.groups(), ports);
  const isMore = part < workers.length;
  return { groups: [...groups], ...(isMore && { cursor: writePlace({ part, after }) }) };
}

async function describe(groups: readonly GroupSoFar[], { store, about }: GroupPorts): Promise<readonly Group[]> {
  const samples = await readSamples(
    groups.map(({ newestId }) => newestId),
    store,
  );
  const impacts = new Map(about.workers.map(({ name, impact }) => [name, impact]));
  const described = groups.map(({ newestId, sources, types, ...group }): Group => {
    const [sample, impact] = [samples.get(newestId), impacts.get(group.worker)];
    return {
      ...group,
      sources: largestOf(sources),
      types: largestOf(types),
      ...(sample && { sample }),
      ...(impact !== undefined && { impact }),
    };
  });
  return described.toSorted((a, b) => b.count - a.count || (a.lastAt < b.lastAt ? 1 : -1));
}
