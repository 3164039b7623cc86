import * as v from 'valibot';
import { runAnswerSchema, type InspectRequest, type RunAnswer } from '#shared/messages/inspect-request.ts';
import type { Receipt, RunOutcome } from '#shared/messages/receipt.ts';
import { addSince, NOTHING_SINCE, type SentSince } from '#shared/messages/sent-since.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type RunShownAsked = NonNullable<InspectRequest['run']>;

/** The receipt of one run, with the page of its outcomes that was asked for. */
export async function showRun(
  asked: RunShownAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<RunAnswer> {
  return v.parse(runAnswerSchema, await pipeline.inspect({ run: asked }, signal));
}

/** What became of each, page after page. */
export async function* outcomesOf(
  { run, pages }: { readonly run: string; readonly pages: number },
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): AsyncGenerator<RunOutcome> {
  for (let page = 1; page <= pages; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a reader may stop after any page
    const { outcomes = [] } = await showRun({ run, page }, pipeline, signal);
    yield* outcomes;
  }
}

/** A call of ten seconds reads tens of thousands of records: nobody waits for more of them for the sake of one line. */
const SINCE_CALLS_MAX = 3;

/**
 * What has become since of those that a run sent; of a very large run of the first of them.
 * @returns undefined where it has sent nothing
 */
export async function sinceOf(
  { run, request, succeeded }: Pick<Receipt, 'run' | 'request' | 'succeeded'>,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<SentSince | undefined> {
  if (succeeded === 0 || request.kind === 'discard') return undefined;
  let since = NOTHING_SINCE;
  let sinceOfPage: number | undefined = 1;
  for (let calls = 0; sinceOfPage !== undefined && calls < SINCE_CALLS_MAX; calls += 1) {
    // oxlint-disable-next-line no-await-in-loop -- where one call ends the next begins
    const answer: RunAnswer = await showRun({ run, sinceOfPage }, pipeline, signal);
    since = addSince(since, answer.since ?? NOTHING_SINCE);
    sinceOfPage = answer.nextPage;
  }
  return since;
}

/**
 * How many a run that ended early did not reach, by the count of its dry run.
 * @returns undefined where nobody counted them, or nothing is left
 */
export function notReached({
  state,
  request,
  matched,
}: Pick<Receipt, 'state' | 'request' | 'matched'>): number | undefined {
  if (state === 'finished' || !('foreseen' in request) || request.foreseen === undefined) return undefined;
  return request.foreseen > matched ? request.foreseen - matched : undefined;
}
