import { deadLetterBody } from '#shared/dead-letters/dead-letter-body.ts';
import { createMatchesSelection } from '#shared/dead-letters/matches-selection.ts';
import { createWhere } from '#shared/expressions/where.ts';
import type { Selection } from '#shared/messages/selection.ts';
import type { Objects } from '#shared/ports.ts';
import type { WaitingDeadLetter } from './read-waiting.ts';

/** Whether a dead letter that is still on its queue is meant. Of what cannot be told, of its failure above all, it is not. */
export function createIsMeant(
  selection: Selection,
  results: Objects,
): (waiting: WaitingDeadLetter) => Promise<boolean> {
  const matches = createMatchesSelection(selection);
  const where = selection.where === undefined ? undefined : createWhere(selection.where);
  return async ({ worker, message, named, failure }) => {
    if (!matches({ ...named, failure })) return false;
    return !where || hasBody(where, worker, message.body, results);
  };
}

async function hasBody(where: (body: Buffer) => boolean, worker: string, body: string, results: Objects) {
  let bytes: Buffer;
  try {
    bytes = await deadLetterBody({ worker, body }, results);
  } catch {
    // Nobody can tell what it says: it stays where it is, for who names it.
    return false;
  }
  return where(bytes);
}
