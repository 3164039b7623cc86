import * as v from 'valibot';
import { outcomesPrefix, whoSchema } from '#shared/messages/receipt.ts';

/** That somebody wants the run to end. */
export const abortSchema = v.object({
  v: v.literal(1),
  at: v.pipe(v.string(), v.isoTimestamp()),
  reason: v.string(),
  who: whoSchema,
});

export type AbortEntry = v.InferOutput<typeof abortSchema>;

export const abortKey = (run: string) => `${outcomesPrefix(run)}abort.json`;
