import * as v from 'valibot';

const keptSchema = v.pipe(v.string(), v.parseJson(), v.object({ retentionDays: v.optional(v.number()) }));

/** How long the delivery or event of a message is kept, where it says so; of whatever else no answer. */
export function retentionOf(message: string): number | undefined {
  const parsed = v.safeParse(keptSchema, message);
  return parsed.success ? parsed.output.retentionDays : undefined;
}
