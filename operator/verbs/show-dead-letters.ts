import * as v from 'valibot';
import { showAnswerSchema, type InspectRequest, type ShowAnswer } from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type ShowAsked = NonNullable<InspectRequest['show']>;

/** Every worker's dead letter of an event, or the one of `<worker>/<event id>`; none where there is none. */
export async function showDeadLetters(
  asked: ShowAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<ShowAnswer> {
  return v.parse(showAnswerSchema, await pipeline.inspect({ show: asked }, signal));
}
