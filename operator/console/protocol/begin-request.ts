import * as v from 'valibot';

/**
 * A run to begin, or to foresee. Only its kind is checked here; the rest by the schema of what the function `replay` is
 * asked, once it is known whether it is a dry run.
 */
export const beginRequestSchema = v.union([
  v.strictObject({ replay: v.looseObject({ from: v.string() }) }),
  v.strictObject({ discard: v.looseObject({ from: v.string() }) }),
]);

export const begunSchema = v.object({ run: v.string() });
