import * as v from 'valibot';
import { receiptSchema } from '#shared/messages/receipt.ts';
import { replayAnswerSchema } from '#shared/messages/replay-request.ts';

/** How far a run is: what this server knows of it, and what its receipt says. */
export const progressSchema = v.object({
  run: v.string(),
  /** `elsewhere` somebody else began it, or this server was started since. */
  state: v.picklist(['running', 'ended', 'failed', 'elsewhere']),
  answer: v.optional(replayAnswerSchema),
  error: v.optional(v.string()),
  receipt: v.optional(receiptSchema),
});

export type Progress = v.InferOutput<typeof progressSchema>;
