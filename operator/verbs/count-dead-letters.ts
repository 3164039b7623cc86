import * as v from 'valibot';
import { countAnswerSchema, type InspectRequest } from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

export type CountAsked = NonNullable<InspectRequest['count']>;

/** All of them, however many calls it takes. @param onCounted told how many it is so far, where it takes several calls */
export async function countDeadLetters(
  asked: CountAsked,
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
  onCounted?: (count: number) => void,
): Promise<number> {
  let sum = 0;
  let { cursor } = asked;
  do {
    // oxlint-disable-next-line no-await-in-loop -- the cursor of one call begins the next
    const answer = v.parse(countAnswerSchema, await pipeline.inspect({ count: { ...asked, cursor } }, signal));
    sum += answer.count;
    cursor = answer.cursor;
    if (cursor !== undefined) onCounted?.(sum);
  } while (cursor !== undefined);
  return sum;
}
