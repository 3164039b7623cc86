import pMap from 'p-map';
import { deadLetterBody } from '#shared/dead-letters/dead-letter-body.ts';
import { isDeadLetter } from '#shared/dead-letters/dead-letter-store.ts';
import { createMatchesSelection } from '#shared/dead-letters/matches-selection.ts';
import { isUnreadable } from '#shared/dead-letters/read-record.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { createWhere } from '#shared/expressions/where.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ChosenDeadLetter } from './chosen-dead-letter.ts';
import type { ChoosePorts, Choosing } from './choosing.ts';

/** Each may have 6 MB in the bucket. */
const BODIES_AT_ONCE = 4;

/** Whoever asked has not seen this failure, and maybe an earlier one of the same event. */
const FAILED_LATER = 'failed later than asked for';

/** Those of these ids that are meant, by their records; in their order. */
export type Judge = (ids: readonly string[]) => Promise<readonly ChosenDeadLetter[]>;

/** @throws {Error} for an expression that is none */
export function createJudge(
  { selection, span, states, settle, onSettled }: Choosing,
  { store, results }: Pick<ChoosePorts, 'store' | 'results'>,
): Judge {
  const matches = createMatchesSelection(selection);
  const where = selection.where === undefined ? undefined : createWhere(selection.where);
  const isNamed = selection.ids !== undefined;

  /** What its body says, or why that cannot be told. */
  const hasBody = async (record: DeadLetter): Promise<boolean | Outcome> => {
    if (!where) return true;
    try {
      return where(await deadLetterBody(record, results));
    } catch (error) {
      return { id: record.id, outcome: 'failed', error };
    }
  };

  const judgeRecord = async (record: DeadLetter): Promise<'meant' | 'not meant' | Outcome> => {
    if (!isNamed && !states.includes(record.state)) return 'not meant';
    if (!matches(record)) return 'not meant';
    if (Date.parse(record.failure.lastAt) >= span.before.getTime()) {
      return isNamed ? { id: record.id, outcome: 'skipped', because: FAILED_LATER } : 'not meant';
    }
    const isMeant = await hasBody(record);
    if (isMeant !== true) return isMeant === false ? 'not meant' : isMeant;
    // Whoever names it is told why nothing came of it.
    const settled = isNamed ? undefined : settle(record);
    if (settled === 'passed over') return 'not meant';
    return settled ?? 'meant';
  };

  return async function judge(ids) {
    const stored = await store.getMany(ids);
    const chosen = await pMap(
      ids,
      async (id): Promise<ChosenDeadLetter | undefined> => {
        const one = stored.get(id);
        // Of these the records tell nothing: acting upon them says what they are.
        if (!one || !isDeadLetter(one.record)) {
          const isTold = isNamed || (one !== undefined && isUnreadable(one.record));
          return isTold ? { id, ...(one && { stored: one }) } : undefined;
        }
        const judged = await judgeRecord(one.record);
        if (typeof judged === 'object') onSettled([judged]);
        return judged === 'meant' ? { id, stored: one, bytes: one.record.body.length } : undefined;
      },
      { concurrency: BODIES_AT_ONCE },
    );
    return chosen.filter((one) => one !== undefined);
  };
}
