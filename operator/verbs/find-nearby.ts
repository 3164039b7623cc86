import * as v from 'valibot';
import { deadLetterStateSchema, type DeadLetterState } from '#shared/messages/dead-letter.ts';
import { countAnswerSchema } from '#shared/messages/inspect-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { CountAsked } from './count-dead-letters.ts';

/** The same choice with one thing otherwise, and how many it would find. */
export interface Nearby {
  readonly asked: CountAsked & { readonly state: DeadLetterState };
  readonly differs: 'state' | 'worker' | 'time';
  readonly count: number;
  /** The time of one call was over: there may be more. */
  readonly isPartial: boolean;
}

/**
 * Where a choice finds nothing: what it would find in another state, of another worker, or at any time. One call for each;
 * bodies are not searched for it.
 */
export async function findNearby(
  asked: CountAsked & { readonly state: DeadLetterState },
  pipeline: Pick<Pipeline, 'inspect'>,
  signal?: AbortSignal,
): Promise<readonly Nearby[]> {
  if (asked.where !== undefined) return [];
  const counted = await Promise.all(
    neighboursOf(asked).map(async (one): Promise<Nearby> => {
      const { count, cursor } = v.parse(countAnswerSchema, await pipeline.inspect({ count: one.asked }, signal));
      return { ...one, count, isPartial: cursor !== undefined };
    }),
  );
  return counted.filter(({ count }) => count > 0);
}

function neighboursOf(asked: Nearby['asked']): readonly Omit<Nearby, 'count' | 'isPartial'>[] {
  const { from, between, state: _, ...rest } = asked;
  const states = deadLetterStateSchema.options.filter((state) => state !== asked.state);
  const isNarrowed = Object.values(rest).some((way) => way !== undefined);
  const anyTime = { ...asked, between: undefined, ...(!isNarrowed && { all: true as const }) };
  return [
    ...states.map((state) => ({ differs: 'state' as const, asked: { ...asked, state } })),
    ...(from === undefined ? [] : [{ differs: 'worker' as const, asked: { ...asked, from: undefined } }]),
    ...(between === undefined ? [] : [{ differs: 'time' as const, asked: anyTime }]),
  ];
}
