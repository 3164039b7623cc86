import * as v from 'valibot';
import { bodySchema } from './body.ts';

/** What a delivery and an event have in common: whose body it is, and how it came. */
const carriedSchema = v.object({
  v: v.literal(1),
  source: v.string(),
  headers: v.record(v.string(), v.string()),
  contentType: v.string(),
  body: bodySchema,
});

export type Carried = v.InferOutput<typeof carriedSchema>;

/** Of the message of any dead letter; undefined where it is none of ours, or of a version that this code does not know. */
export function readCarried(message: string): Carried | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), carriedSchema), message);
  return parsed.success ? parsed.output : undefined;
}
