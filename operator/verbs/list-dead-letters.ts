import * as v from 'valibot';
import {
  LISTED_MAX,
  listAnswerSchema,
  type InspectRequest,
  type ListAnswer,
} from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type ListAsked = NonNullable<InspectRequest['list']>;

/** As many as `limit` says, page after page: one call of `inspect` may end early. With a cursor there may be more. */
export async function listDeadLetters(
  { limit = 50, ...asked }: ListAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<ListAnswer> {
  const found: ListAnswer['deadLetters'] = [];
  let { cursor } = asked;
  let unreadable = 0;
  do {
    const atOnce = Math.min(limit - found.length, LISTED_MAX);
    const list = { ...asked, limit: atOnce, cursor };
    // oxlint-disable-next-line no-await-in-loop -- the cursor of one page begins the next
    const page = v.parse(listAnswerSchema, await pipeline.inspect({ list }, signal));
    found.push(...page.deadLetters);
    unreadable += page.unreadable ?? 0;
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < limit);
  return { deadLetters: found, ...(unreadable > 0 && { unreadable }), ...(cursor !== undefined && { cursor }) };
}
