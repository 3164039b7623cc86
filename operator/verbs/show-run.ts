import * as v from 'valibot';
import { runAnswerSchema, type InspectRequest, type RunAnswer } from '#shared/messages/inspect-request.ts';
import type { RunOutcome } from '#shared/messages/receipt.ts';
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
