import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { requestOf, type RunAsked } from './run-asked.ts';

/** What a run would do, by the rules that it will follow; it touches nothing. */
export const foreseeRun = (asked: RunAsked, pipeline: Pipeline, signal?: AbortSignal): Promise<ReplayAnswer> =>
  pipeline.replay(requestOf(asked, { dryRun: true }), signal);
