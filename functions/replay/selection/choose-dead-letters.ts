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
import { readPlace, writePlace, type PageEnd, type Place } from './place.ts';

/** Records that are read at once where the index does not tell enough: at 256 KiB each 25 MB. */
const RECORDS_AT_ONCE = 100;

/**
 * The dead letters that the selection means, each at most once: those named, or else all in these states, of each state
 * the oldest failure first.
 */
export async function* chooseDeadLetters(
  asked: Choosing,
  ports: ChoosePorts,
): AsyncGenerator<ChosenDeadLetter | NothingYet> {
  const choosing = stoppingAtPassedOver(asked);
  const { selection } = choosing;
  const judge = createJudge(choosing, ports);
  const begin = choosing.after === undefined ? { part: 0 } : readPlace(choosing.after);
  const { ids, fingerprints, where } = selection;
  if (ids) yield* chooseListed(namedIds(selection.from, ids, begin), judge, choosing);
  else if (fingerprints) yield* chooseListed(listGroups(choosing, fingerprints, begin, ports.store), judge, choosing);
  else {
    const listed = meantByIndex(listSpan(choosing, begin, ports.store), choosing);
    yield* chooseListed(listed, where === undefined ? asTheyAre : judge, choosing);
  }
}

/** What was passed over has no outcome: whoever comes again begins no later than on its page, and meets it if it is free by then. */
function stoppingAtPassedOver(choosing: Choosing): Choosing {
  let hasPassedOver = false;
  return {
    ...choosing,
    settle(summary) {
      const settled = choosing.settle(summary);
      hasPassedOver ||= settled === 'passed over';
      return settled;
    },
    onReached(place) {
      if (!hasPassedOver) choosing.onReached(place);
    },
  };
}

function* namedIds(worker: string, eventIds: readonly string[], { part: begin }: Place) {
  const ids = [...new Set(eventIds)].map((eventId) => deadLetterId(worker, eventId));
  for (let part = begin; part * RECORDS_AT_ONCE < ids.length; part += 1) {
    yield* ids.slice(part * RECORDS_AT_ONCE, (part + 1) * RECORDS_AT_ONCE);
    yield { reached: { part: part + 1 } };
  }
}

/** As far as the index tells; the body it does not. */
async function* meantByIndex(
  listed: AsyncIterable<DeadLetterSummary | PageEnd>,
  { selection, settle, onSettled }: Choosing,
): AsyncGenerator<string | PageEnd> {
  const matches = createMatchesSelection(selection);
  for await (const one of listed) {
    if ('reached' in one) {
      yield one;
      continue;
    }
    if (!matches(one)) continue;
    // Told from the index alone: whoever comes again for the rest must get past them, however many they are.
    const settled = selection.where === undefined ? settle(one) : undefined;
    if (!settled) yield one.id;
    else if (settled !== 'passed over') onSettled([settled]);
  }
}

const asTheyAre: Judge = async (ids) => ids.map((id) => ({ id }));

async function* chooseListed(
  listed: AsyncIterable<string | PageEnd> | Iterable<string | PageEnd>,
  judge: Judge,
  { onReached }: Choosing,
): AsyncGenerator<ChosenDeadLetter | NothingYet> {
  let chunk: string[] = [];
  for await (const one of listed) {
    const isEnd = typeof one !== 'string';
    if (!isEnd) chunk.push(one);
    if (!isEnd && chunk.length < RECORDS_AT_ONCE) continue;
    if (chunk.length > 0) yield* await judge(chunk);
    chunk = [];
    if (isEnd) {
      // Nobody can tell whether they are meant: they are skipped, and the receipt names them.
      for (const id of one.unreadable ?? []) yield { id };
      // Whoever asks for more has taken all of these.
      onReached(writePlace(one.reached));
    }
    yield undefined;
  }
}

/** @throws {Error} for an expression that is none, before anything is read */
export const checkWhere = ({ where }: Pick<Selection, 'where'>): void => {
  if (where !== undefined) createWhere(where);
};
