// How many messages of a queue are in flight when most of what it brings fails: a message that waits for its next attempt counts.

/**
 * SQS gives nothing more, not even what would succeed, while so many messages of one standard queue are in flight.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const IN_FLIGHT_MAX = 120_000;

/** The expected number is a mean, and the traffic of a bad hour is not its mean. */
const IN_FLIGHT_SAFE = 0.8 * IN_FLIGHT_MAX;

/** Half of 40 a second, the traffic that the pipeline is made for, where a row does not say how many fail at once. */
const FAILING_PER_SECOND = 20;

/**
 * @typedef {{
 *   readonly batchSize: number,
 *   readonly maximumConcurrency: number,
 *   readonly failingPerSecond: number,
 *   readonly horizonSeconds: number,
 * }} Pressure
 */

/**
 * Those being worked on, and those that wait: each that fails waits for half of its longest waits, as full jitter has it.
 * @param {Pressure} pressure
 */
const expectedInFlight = ({ batchSize, maximumConcurrency, failingPerSecond, horizonSeconds }) =>
  batchSize * maximumConcurrency + Math.ceil((failingPerSecond * horizonSeconds) / 2);

/**
 * What is wrong with it, and what would help; undefined while the queue goes on working through an outage.
 * @param {Pressure} pressure
 */
function crowding(pressure) {
  const expected = expectedInFlight(pressure);
  if (expected <= IN_FLIGHT_SAFE) return undefined;
  const { batchSize, maximumConcurrency, failingPerSecond, horizonSeconds } = pressure;
  return (
    `${expected} messages would be in flight while ${failingPerSecond} a second fail ` +
    `(${batchSize} × ${maximumConcurrency} worked on, the others waiting ${horizonSeconds / 2} s on average), ` +
    `and over ${IN_FLIGHT_SAFE} come too near the ${IN_FLIGHT_MAX} at which SQS gives nothing more: ` +
    'lower attempts or backoffCeilingSeconds, or failingPerSecond where fewer fail at once'
  );
}

module.exports = { FAILING_PER_SECOND, IN_FLIGHT_SAFE, expectedInFlight, crowding };
