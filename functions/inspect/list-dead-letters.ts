import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { ListAnswer, ListRequest } from '#shared/messages/inspect-request.ts';
import type { Log } from '#shared/ports.ts';
import { createJudge, type JudgePorts } from './walk/judge.ts';
import { readCursor, writeCursor } from './walk/position.ts';
import { streamsOf, type StreamStore } from './walk/streams-of.ts';
import { walk } from './walk/walk.ts';

export interface ListPorts extends JudgePorts {
  readonly store: JudgePorts['store'] & StreamStore;
  readonly log: Pick<Log, 'warn'>;
  /** Whose dead letters there are. */
  readonly workers: readonly string[];
  /** Whether this call has worked for as long as it may. */
  readonly isTimeOver: () => boolean;
}

/** What Lambda answers with at most is 6 MB; a summary may take a few KB, and the cursor of many streams some hundred. */
const LISTED_BYTES_MAX = 4 * 1024 * 1024;

/** Where each is looked at, and few may be meant: an index gives about so many in one answer. */
const FILTERED_AT_ONCE = 1000;
/** Records with their messages are held at once, each of 256 KiB at the most. */
const RECORDS_AT_ONCE = 100;

/** One page of a list, in the order in which they failed last; a list of ids in the order of the ids. */
export async function listDeadLetters(request: ListRequest, ports: ListPorts): Promise<ListAnswer> {
  const { limit, cursor, newestFirst, ...choice } = request;
  const order = newestFirst ? 'newest-first' : 'oldest-first';
  const workers = choice.from === undefined ? ports.workers : [choice.from];
  const judge = createJudge(choice, ports);
  const pageSize = pageSizeOf(request, workers.length);
  const streams = streamsOf({ choice, workers, order, pageSize }, ports.store, (count) =>
    cursor === undefined ? [] : readCursor(cursor, count, 'list.cursor'),
  );
  const deadLetters: DeadLetterSummary[] = [];
  let bytes = 0;
  const visit = (summary: DeadLetterSummary) => {
    const size = Buffer.byteLength(JSON.stringify(summary));
    const hasRoom = deadLetters.length === 0 || (deadLetters.length < limit && bytes + size <= LISTED_BYTES_MAX);
    if (!hasRoom) return 'no-room';
    bytes += size;
    deadLetters.push(summary);
    return 'taken';
  };
  const isTimeOver = () => deadLetters.length >= limit || ports.isTimeOver();
  const unreadable = await walk({ streams, judge, order, batchMax: RECORDS_AT_ONCE, isTimeOver, visit });
  if (unreadable.length > 0) warnOfUnreadable(unreadable, ports.log);
  const positions = streams.map((stream) => stream.position());
  return {
    deadLetters,
    ...(unreadable.length > 0 && { unreadable: unreadable.length }),
    ...(positions.some((position) => position !== 'end') && { cursor: writeCursor(positions) }),
  };
}

/** Where the index alone tells what is meant, no more is read than is asked for. */
function pageSizeOf(request: ListRequest, workersCount: number): number {
  const { limit, ids, fingerprints } = request;
  if (ids || fingerprints) return Math.min(RECORDS_AT_ONCE, limit);
  if (isFiltered(request)) return FILTERED_AT_ONCE;
  return Math.min(limit, Math.ceil((2 * limit) / workersCount));
}

const isFiltered = ({ deliveries, classes, attempts, sources, types, text, where }: ListRequest) =>
  [deliveries, classes, attempts, sources, types, text, where].some((way) => way !== undefined);

/** A line has a few of their ids; whoever needs all of them asks for smaller pages. */
const LOGGED_IDS_MAX = 20;

function warnOfUnreadable(ids: readonly string[], log: Pick<Log, 'warn'>): void {
  log.warn('Dead letters were left out that this code cannot read', {
    count: ids.length,
    ids: ids.slice(0, LOGGED_IDS_MAX),
  });
}
