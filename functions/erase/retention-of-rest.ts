import * as v from 'valibot';
import { storedAt } from '#shared/archive/list-span.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const lineSchema = v.object({ retentiondays: v.optional(v.number()), retentionDays: v.optional(v.number()) });

export interface StageRetention {
  readonly retentionDays: number;
  /** Shorter ones, in their order. */
  readonly offered: readonly number[];
}

/**
 * An object that is written again is as new for the bucket's rules: the shortest time that is offered and lets it live as
 * long as it would have lived anyway. Undefined means the rule of its prefix.
 * @param text one of its lines, all of which are kept for as long
 */
export function retentionOfRest(
  { key, text }: { readonly key: string; readonly text: string },
  now: Date,
  { retentionDays, offered }: StageRetention,
): number | undefined {
  const line = v.parse(lineSchema, JSON.parse(text));
  const own = line.retentiondays ?? line.retentionDays;
  const ageDays = Math.floor((now.getTime() - storedAt(key)) / DAY_MS);
  const left = (own ?? retentionDays) - ageDays;
  return offered.find((days) => days >= left && days < (own ?? retentionDays)) ?? own;
}
