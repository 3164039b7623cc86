import { deadLetterId } from '#shared/dead-letters/dead-letter-key.ts';
import { createMatchesSelection } from '#shared/dead-letters/matches-selection.ts';
import { createWhere } from '#shared/expressions/where.ts';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { Selection } from '#shared/messages/selection.ts';
import type { NothingYet } from '../candidate.ts';
import type { ChosenDeadLetter } from './chosen-dead-letter.ts';
import type { ChoosePorts, Choosing } from './choosing.ts';
import { createJudge, type Judge } from './judge.ts';
import { listGroups } from './list-groups.ts';
import { listSpan } from './list-span.ts';

/** Records that are read at once where the index does not tell enough: at 256 KiB each 25 MB. */
const RECORDS_AT_ONCE = 100;

/**
 * The dead letters that the selection means, each at most once: those named, or else all in these states, of each state
 * the oldest failure first.
 */
export async function* chooseDeadLetters(
  choosing: Choosing,
  ports: ChoosePorts,
): AsyncGenerator<ChosenDeadLetter | NothingYet> {
  const { selection } = choosing;
  const judge = createJudge(choosing, ports);
  const { ids, fingerprints } = selection;
  if (ids) yield* inChunks(namedIds(selection.from, ids), judge);
  else if (fingerprints) yield* inChunks(listGroups(choosing, fingerprints, ports.store), judge);
  else {
    const unreadable = new Set<string>();
    yield* chooseListed(choosing, listSpan(choosing, unreadable, ports.store), judge);
    // Nobody can tell whether they are meant: they are skipped, and the receipt names them.
    for (const id of unreadable) yield { id };
  }
}

const namedIds = (worker: string, eventIds: readonly string[]) =>
  [...new Set(eventIds)].map((eventId) => deadLetterId(worker, eventId));

/** From what the index holds, and from the record where the body decides. */
async function* chooseListed(
  { selection, settle, onSettled }: Choosing,
  listed: AsyncIterable<DeadLetterSummary | NothingYet>,
  judge: Judge,
): AsyncGenerator<ChosenDeadLetter | NothingYet> {
  const matches = createMatchesSelection(selection);
  const meant = async function* () {
    for await (const summary of listed) {
      if (!summary) {
        yield undefined;
        continue;
      }
      if (!matches(summary)) continue;
      const settled = settle(summary);
      // Told from the index alone: whoever comes again for the rest must get past them, however many they are.
      if (!settled || selection.where !== undefined) yield summary.id;
      else if (settled !== 'passed over') onSettled([settled]);
    }
  };
  if (selection.where !== undefined) yield* inChunks(meant(), judge);
  else for await (const id of meant()) yield id === undefined ? undefined : { id };
}

async function* inChunks(ids: AsyncIterable<string | NothingYet> | Iterable<string>, judge: Judge) {
  let chunk: string[] = [];
  for await (const id of ids) {
    if (id === undefined) yield undefined;
    else chunk.push(id);
    if (chunk.length < RECORDS_AT_ONCE) continue;
    yield* await judge(chunk);
    yield undefined;
    chunk = [];
  }
  if (chunk.length > 0) yield* await judge(chunk);
}

/** @throws {Error} for an expression that is none, before anything is read */
export const checkWhere = ({ where }: Pick<Selection, 'where'>): void => {
  if (where !== undefined) createWhere(where);
};
