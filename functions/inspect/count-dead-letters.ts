import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { CountAnswer, CountRequest } from '#shared/messages/inspect-request.ts';
import { countMembers, isToldByMembers } from './count-members.ts';
import { createJudge, type JudgePorts } from './walk/judge.ts';
import { readCursor, writeCursor } from './walk/position.ts';
import type { Choice } from './walk/matches-choice.ts';
import { spanOf } from './walk/span-of.ts';
import { streamsOf, type StreamStore } from './walk/streams-of.ts';
import { walk } from './walk/walk.ts';

export interface CountPorts extends JudgePorts {
  readonly store: JudgePorts['store'] & StreamStore & Pick<DeadLetterStore, 'count' | 'countOfGroup'>;
  readonly workers: readonly string[];
  readonly isTimeOver: () => boolean;
}

/** An index gives about so many in one answer. */
const LOOKED_AT_ONCE = 1000;
/** Records with their messages are held at once, each of 256 KiB at the most. */
const RECORDS_AT_ONCE = 100;

/** How many there are, whatever they are. Where the index alone tells, it counts; else one after the other is looked at. */
export async function countDeadLetters({ cursor, ...choice }: CountRequest, ports: CountPorts): Promise<CountAnswer> {
  const workers = choice.from === undefined ? ports.workers : [choice.from];
  const counts = countsOfIndex(choice, workers, ports.store);
  if (counts) return { count: (await Promise.all(counts)).reduce((sum, count) => sum + count, 0) };
  if (isToldByMembers(choice)) return countMembers(choice, cursor, { ...ports, workers });
  return countOneByOne(choice, cursor, { ...ports, workers });
}

function countsOfIndex(
  { state, ids, fingerprints, between, deliveries, classes, attempts, sources, types, text, where }: Choice,
  workers: readonly string[],
  store: CountPorts['store'],
): readonly Promise<number>[] | undefined {
  const filters = [ids, deliveries, classes, attempts, sources, types, text, where];
  if (filters.some((filter) => filter !== undefined) || (fingerprints && between)) return undefined;
  if (!fingerprints) return workers.map((worker) => store.count({ worker, state, ...spanOf(between) }));
  const distinct = [...new Set(fingerprints)];
  return workers.flatMap((worker) => distinct.map((fingerprint) => store.countOfGroup({ worker, state, fingerprint })));
}

/** Those that this code cannot read are not counted here: nobody can tell whether they are meant. */
async function countOneByOne(
  choice: Choice,
  cursor: string | undefined,
  { workers, store, results, isTimeOver }: CountPorts,
): Promise<CountAnswer> {
  const order = 'oldest-first';
  const judge = createJudge(choice, { store, results });
  const pageSize = choice.ids || choice.fingerprints ? RECORDS_AT_ONCE : LOOKED_AT_ONCE;
  const streams = streamsOf({ choice, workers, order, pageSize }, store, (streamsCount) =>
    cursor === undefined ? [] : readCursor(cursor, streamsCount, 'count.cursor'),
  );
  let count = 0;
  const visit = () => {
    count += 1;
    return 'taken' as const;
  };
  const batchMax = choice.where === undefined ? LOOKED_AT_ONCE : RECORDS_AT_ONCE;
  await walk({ streams, judge, order, batchMax, isTimeOver, visit });
  const positions = streams.map((stream) => stream.position());
  return { count, ...(positions.some((position) => position !== 'end') && { cursor: writeCursor(positions) }) };
}
