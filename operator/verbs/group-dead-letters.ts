import * as v from 'valibot';
import { groupsAnswerSchema, type Group, type InspectRequest } from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type GroupsAsked = NonNullable<InspectRequest['groups']>;

/** All groups, the largest first. Where a call's time was over, the next brings further counts of the same groups. */
export async function groupDeadLetters(
  asked: GroupsAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<readonly Group[]> {
  const groups = new Map<string, Group>();
  let { cursor } = asked;
  do {
    // oxlint-disable-next-line no-await-in-loop -- the cursor of one call begins the next
    const answer = v.parse(groupsAnswerSchema, await pipeline.inspect({ groups: { ...asked, cursor } }, signal));
    for (const group of answer.groups) {
      const key = `${group.worker}/${group.fingerprint}`;
      const known = groups.get(key);
      groups.set(key, known ? addUp(known, group) : group);
    }
    cursor = answer.cursor;
  } while (cursor !== undefined);
  return [...groups.values()].toSorted((one, other) => other.count - one.count);
}

function addUp(one: Group, other: Group): Group {
  const [older, newer] = one.lastAt <= other.lastAt ? [one, other] : [other, one];
  return {
    ...older,
    ...newer,
    count: one.count + other.count,
    firstAt: one.firstAt <= other.firstAt ? one.firstAt : other.firstAt,
    sources: addCounts(one.sources, other.sources),
    types: addCounts(one.types, other.types),
  };
}

type Counts = Readonly<Record<string, number>>;

function addCounts(one: Counts, other: Counts): Record<string, number> {
  const sums = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}
