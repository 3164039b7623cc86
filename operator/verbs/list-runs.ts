import * as v from 'valibot';
import {
  LISTED_MAX,
  runsAnswerSchema,
  type InspectRequest,
  type RunsAnswer,
} from '#shared/messages/inspect-request.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type RunsAsked = NonNullable<InspectRequest['runs']>;

/** A run at work refreshes its receipt about once a second; an invocation that stands still so long has died. */
const SILENT_MS_MAX = 60_000;

/** It says `running`, and long nothing else: whoever worked on it is gone, and `resume` goes on. */
export const hasDied = ({ state, updatedAt }: Receipt, now: Date): boolean =>
  state === 'running' && now.getTime() - Date.parse(updatedAt) > SILENT_MS_MAX;

/** The newest first, as many as `limit` says. */
export async function listRuns(
  { limit = 20, ...asked }: RunsAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<RunsAnswer> {
  const runs: Receipt[] = [];
  let { cursor } = asked;
  let unreadable = 0;
  do {
    const page = { limit: Math.min(limit - runs.length, LISTED_MAX), cursor };
    // oxlint-disable-next-line no-await-in-loop -- the cursor of one page begins the next
    const answer = v.parse(runsAnswerSchema, await pipeline.inspect({ runs: page }, signal));
    runs.push(...answer.runs);
    unreadable += answer.unreadable ?? 0;
    cursor = answer.cursor;
  } while (cursor !== undefined && runs.length < limit);
  return { runs, ...(unreadable > 0 && { unreadable }), ...(cursor !== undefined && { cursor }) };
}
