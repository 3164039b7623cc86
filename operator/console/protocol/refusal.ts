import * as v from 'valibot';

/** What the console's server answers whenever it does not do what was asked. */
export const refusalSchema = v.object({
  /** One sentence for people. */
  error: v.string(),
  /** What they can do about it, where somebody knows. */
  advice: v.optional(v.string()),
});

export type Refusal = v.InferOutput<typeof refusalSchema>;

export const TOKEN_HEADER = 'x-console-token';
