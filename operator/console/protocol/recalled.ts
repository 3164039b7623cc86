import * as v from 'valibot';

/** On answers that take long: when it was looked up, where that was not just now. */
export const recalledEntries = { asOf: v.optional(v.pipe(v.string(), v.isoTimestamp())) };
