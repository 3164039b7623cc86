import * as v from 'valibot';
import { storedAt } from '#shared/archive/list-span.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const days = v.fallback(v.optional(v.number()), undefined);
const lineSchema = v.pipe(v.string(), v.parseJson(), v.object({ retentiondays: days, retentionDays: days }));

export interface StageRetention {
  readonly retentionDays: number;
  /** Shorter ones by whose tag the bucket forgets, in their order. */
  readonly offered: readonly number[];
}

/**
 * An object that is written again is as new for the bucket's rules: the shortest time that is offered and lets it live as
 * long as it would have lived anyway. Undefined means the rule of its prefix.
 * @param text one of its lines, all of which are kept for as long; none: as long as the stage keeps others
 */
export function retentionOfRest(
  { key, text }: { readonly key: string; readonly text: string | undefined },
  now: Date,
  { retentionDays, offered }: StageRetention,
): number | undefined {
  const line = v.safeParse(lineSchema, text);
  const own = line.success ? (line.output.retentiondays ?? line.output.retentionDays) : undefined;
  const ageDays = Math.floor((now.getTime() - storedAt(key)) / DAY_MS);
  const left = (own ?? retentionDays) - ageDays;
  return offered.find((days) => days >= left && days < (own ?? retentionDays)) ?? own;
}
