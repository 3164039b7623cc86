import type { GroupMember } from '#shared/dead-letters/dead-letter-store.ts';

/** What is known of one group so far. */
export interface GroupSoFar {
  readonly worker: string;
  readonly fingerprint: string;
  count: number;
  firstAt: string;
  lastAt: string;
  newestId: string;
  readonly sources: Map<string, number>;
  readonly types: Map<string, number>;
}

export interface GroupTally {
  /** Of one worker, in the order of the index: the same fingerprints side by side, the newest last. */
  add(worker: string, members: readonly GroupMember[]): void;
  groups(): readonly GroupSoFar[];
}

/** Adds up groups in one pass: of the members themselves nothing is kept. */
export function createGroupTally(): GroupTally {
  const groups: GroupSoFar[] = [];
  return {
    add(worker, members) {
      for (const member of members) {
        let group = groups.at(-1);
        if (group?.worker !== worker || group.fingerprint !== member.fingerprint) {
          group = begin(worker, member);
          groups.push(group);
        }
        group.count += 1;
        if (member.firstAt < group.firstAt) group.firstAt = member.firstAt;
        group.lastAt = member.lastAt;
        group.newestId = member.id;
        count(group.sources, member.source);
        count(group.types, member.type);
      }
    },
    groups: () => groups,
  };
}

const begin = (worker: string, { id, fingerprint, firstAt, lastAt }: GroupMember): GroupSoFar => ({
  worker,
  fingerprint,
  count: 0,
  firstAt,
  lastAt,
  newestId: id,
  sources: new Map(),
  types: new Map(),
});

/** A crashed message may have been none of ours: it has neither source nor type. */
function count(counts: Map<string, number>, name: string | undefined): void {
  if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
}
