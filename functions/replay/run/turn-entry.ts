import * as v from 'valibot';
import { outcomesPrefix } from '#shared/messages/receipt.ts';

const instantSchema = v.pipe(v.string(), v.isoTimestamp());

/** That one invocation works on the run, and until when it certainly does unless it says so anew. */
export const turnSchema = v.object({
  v: v.literal(1),
  /** Of this invocation alone, so that it knows its own entry again. */
  token: v.string(),
  until: instantSchema,
  endedAt: v.optional(instantSchema),
});

export type TurnEntry = v.InferOutput<typeof turnSchema>;

export const turnsPrefix = (run: string) => `${outcomesPrefix(run)}turn-`;
const TURN_DIGITS = 4;
export const turnKey = (run: string, turn: number) =>
  `${turnsPrefix(run)}${String(turn).padStart(TURN_DIGITS, '0')}.json`;
