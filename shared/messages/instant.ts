import * as v from 'valibot';

const MUST_BE = 'must be an instant such as 2026-01-31T00:00:00Z';

/**
 * An instant as people write it. ISO 8601 has forms, an offset of `+02` among them, that valibot takes and `Date` cannot read:
 * compared with such a one nothing is earlier and nothing later, and a bound is none.
 */
export const instantSchema = v.pipe(
  v.string(),
  v.check((text) => v.ISO_TIMESTAMP_REGEX.test(text) && !Number.isNaN(Date.parse(text)), MUST_BE),
);
