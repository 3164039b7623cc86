/** As long as the workers' markers: what is older could not be replayed without a second effect. */
export const DEAD_LETTER_DAYS = 400;

const DAY_SECONDS = 24 * 60 * 60;

/** When the table may forget what was recorded then, in unix seconds as DynamoDB's time to live wants it. */
export const expiresAt = (recordedAt: Date) => Math.floor(recordedAt.getTime() / 1000) + DEAD_LETTER_DAYS * DAY_SECONDS;
