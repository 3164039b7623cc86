/** As long as a marker lives: older ones nobody replays. */
export const DEAD_LETTER_DAYS = 400;

/** As long as SQS would have kept it: what arrives at the end of its event's time must still be seen by somebody. */
const DEAD_LETTER_DAYS_MIN = 14;

const DAY_SECONDS = 24 * 60 * 60;

const secondsOf = (instant: Date) => Math.floor(instant.getTime() / 1000);

/** When the table may forget what was recorded then, in unix seconds as DynamoDB's time to live wants it. */
export const expiresAt = (recordedAt: Date, days = DEAD_LETTER_DAYS) => secondsOf(recordedAt) + days * DAY_SECONDS;

/**
 * With its event's own: what its message points to in the bucket is forgotten then, too.
 * @param receivedAt of a message that says none it counts from when it was recorded
 */
export function expiresWithEvent(recordedAt: Date, receivedAt: string | undefined, days: number): number {
  const received = new Date(receivedAt ?? Number.NaN);
  const from = Number.isNaN(received.getTime()) ? recordedAt : received;
  return Math.max(expiresAt(from, days), expiresAt(recordedAt, Math.min(days, DEAD_LETTER_DAYS_MIN)));
}
