import pMap from 'p-map';
import {
  isDeadLetter,
  type DeadLetterStore,
  type StoredDeadLetter,
  type UnreadDeadLetter,
} from '#shared/dead-letters/dead-letter-store.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import { createWhere } from '#shared/expressions/where.ts';
import { readBody } from '#shared/messages/body.ts';
import { readCarried } from '#shared/messages/carried.ts';
import type { DeadLetter, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Objects } from '#shared/ports.ts';
import { summaryOf } from '../summary-of.ts';
import { createMatchesChoice, type Choice } from './matches-choice.ts';
import type { Entry } from './stream.ts';

export interface JudgePorts {
  readonly store: Pick<DeadLetterStore, 'getMany'>;
  /** Where large bodies lie. */
  readonly results: Pick<Objects, 'get'>;
}

type Stored = StoredDeadLetter | UnreadDeadLetter;

/** What is meant is its summary. */
export type Judged = DeadLetterSummary | 'unreadable' | 'not-meant';

/** Each body may lie in the bucket, and have 6 MB. */
const BODIES_AT_ONCE = 4;

/**
 * Whether the dead letters that a walk comes by are meant. Records are read only where the index does not tell.
 * @throws {Error} for an expression that is none, with its column
 */
export function createJudge(choice: Choice, { store, results }: JudgePorts) {
  const matches = createMatchesChoice(choice);
  const where = choice.where === undefined ? undefined : createWhere(choice.where);

  const isLeftOut = ({ summary }: Entry) => summary !== undefined && !matches(summary);
  const isTold = (entry: Entry) => isLeftOut(entry) || (entry.summary !== undefined && !where);

  const judgeRecord = async (record: Stored['record'] | undefined): Promise<Judged> => {
    // Of one that cannot be read nobody can tell the state.
    if (record && isUnreadable(record)) return 'unreadable';
    const summary = summaryOf(record);
    if (!record || !isDeadLetter(record) || !summary || !matches(summary)) return 'not-meant';
    if (!where) return summary;
    const body = await bodyOf(record, results);
    if (body === 'unreadable') return 'unreadable';
    return body && where(body) ? summary : 'not-meant';
  };

  return async function judge(entries: readonly Entry[]): Promise<readonly Judged[]> {
    const records = await store.getMany(entries.filter((entry) => !isTold(entry)).map(({ id }) => id));
    return pMap(
      entries,
      (entry): Judged | Promise<Judged> => {
        if (isLeftOut(entry)) return 'not-meant';
        return entry.summary && !where ? entry.summary : judgeRecord(records.get(entry.id)?.record);
      },
      { concurrency: BODIES_AT_ONCE },
    );
  };
}

export type Judge = ReturnType<typeof createJudge>;

/** undefined where the message is none of ours. One body that is gone must not hide the others. */
async function bodyOf(record: DeadLetter, results: JudgePorts['results']): Promise<Buffer | 'unreadable' | undefined> {
  const carried = readCarried(record.body);
  return carried && readBody(carried.body, results).catch(() => 'unreadable' as const);
}
