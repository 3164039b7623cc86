import * as v from 'valibot';

/** That something was done, or is being done, outside of our own stores. */
export const markerSchema = v.object({
  v: v.literal(1),
  id: v.string(),
  status: v.picklist(['in-progress', 'completed']),
  /** While in progress: in unix milliseconds, when whoever does it is certainly no longer alive. */
  leaseUntilMs: v.optional(v.number()),
  /** What the one who did it told. */
  result: v.optional(v.unknown()),
  /** In unix seconds. */
  expiresAt: v.number(),
});

export type Marker = v.InferOutput<typeof markerSchema>;

/** Powertools' rule: a marker that has expired counts for nothing, and so does one whose maker has died over the work. */
export function isTakenAt({ status, leaseUntilMs, expiresAt }: Marker, now: Date): boolean {
  if (expiresAt < now.getTime() / 1000) return false;
  return status === 'completed' || leaseUntilMs === undefined || leaseUntilMs >= now.getTime();
}
