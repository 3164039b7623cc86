// For how long a message is tried at most: the one place that computes it, and how a person reads it.

/** The same as FIRST_BACKOFF_SECONDS of shared/lambda/decide-fate.ts; a test of the template compares what follows from both. */
const FIRST_BACKOFF_SECONDS = 5;

/**
 * The longest waits between all attempts together: they double from the first up to the ceiling.
 * @param {{ readonly attempts: number, readonly backoffCeilingSeconds: number }} row
 */
function retryHorizonSeconds({ attempts, backoffCeilingSeconds }) {
  const waits = Array.from({ length: attempts - 1 }, (_, index) =>
    Math.min(backoffCeilingSeconds, FIRST_BACKOFF_SECONDS * 2 ** index),
  );
  return waits.reduce((sum, wait) => sum + wait, 0);
}

/** 3975 → `1 h 6 min`. @param {number} seconds */
function describeSeconds(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''].filter(Boolean).join(' ');
}

module.exports = { retryHorizonSeconds, describeSeconds };
