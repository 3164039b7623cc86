// What is watched of every queue that somebody works off: each worker's, and the deliveries that dispatch takes.
const { hooks, logOf } = require('./alarm.cjs');
const { ofOurs, ofQueue } = require('./metric.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/**
 * @typedef {{
 *   readonly queue: string,
 *   readonly worker: string,
 *   readonly hurt: string,
 * }} Owner `queue`: its name without service and stage; `worker`: whose metrics and dead letters they are
 */

/** Two thirds of the 120,000 at which SQS gives nothing more: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const IN_FLIGHT_MESSAGES = 80_000;

/** Fewer failed attempts in five minutes are single events of somebody's, not an outage. */
const RETRIES_LEAST = 20;

/** Dispatch first, then every worker. @param {StageParts} parts @returns {readonly Owner[]} */
const queueOwners = ({ workers }) => [
  { queue: 'deliveries', worker: 'dispatch', hurt: 'Accepted webhooks reach no worker at all.' },
  ...workers.map(({ name, impact }) => ({ queue: name, worker: name, hurt: impact })),
];

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
const queueAlarms = (parts) =>
  queueOwners(parts).flatMap((owner) => [
    deadLetters(parts, owner),
    late(parts, owner),
    retrying(parts, owner),
    inFlight(parts, owner),
  ]);

/** @param {StageParts} parts @param {Owner} owner @returns {AlarmRow} */
function deadLetters(parts, { queue, worker, hurt }) {
  const name = `${parts.prefix}-${queue}-dead-letters`;
  return {
    name: `${queue}-dead-letters`,
    hurt,
    seen: 'There are dead letters.',
    look: `${hooks(parts, `dead-letters groups --from ${worker}`)}, the queue ${name} and ${logOf(parts, worker)}`,
    runbook: worker === 'dispatch' ? 'deliveries-dead-letters' : 'dead-letters',
    // The keeper empties the queue at once: a dead letter is one that waits there or one that was taken from there.
    // Redrive does not count as a send, so that metric misses those of a crash.
    metrics: {
      visible: ofQueue(name, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
      deleted: ofQueue(name, 'NumberOfMessagesDeleted'),
    },
    expression: 'FILL(visible, 0) + FILL(deleted, 0)',
    periodSeconds: 60,
  };
}

/**
 * The age forgets what was received three times, and the latency what is not done yet: together they see both.
 * @param {StageParts} parts
 * @param {Owner} owner
 * @returns {AlarmRow}
 */
function late(parts, { queue, worker, hurt }) {
  const age = ofQueue(`${parts.prefix}-${queue}`, 'ApproximateAgeOfOldestMessage', 'Maximum');
  const isWorker = worker !== 'dispatch';
  return {
    name: `${queue}-late`,
    hurt,
    seen: `So far it is a delay, of over ${parts.lateAfterSeconds} s.`,
    look: `${hooks(parts, 'status')} and ${logOf(parts, worker)}`,
    runbook: 'late',
    metrics: isWorker ? { age, latency: ofOurs(parts, 'EndToEndLatency', { worker }, 'p95') } : { age },
    ...(isWorker && { expression: 'MAX([FILL(age, 0), FILL(latency, 0) / 1000])' }),
    above: parts.lateAfterSeconds,
  };
}

/**
 * More fails than gets done: what the worker calls is away, and age tells nothing of it.
 * @param {StageParts} parts
 * @param {Owner} owner
 * @returns {AlarmRow}
 */
const retrying = (parts, { queue, worker, hurt }) => ({
  name: `${queue}-retrying`,
  hurt,
  seen: 'Most attempts have failed for 15 minutes; when they are used up there are dead letters.',
  look: `${hooks(parts, `tail --worker ${worker}`)} and ${logOf(parts, worker)}`,
  runbook: 'retrying',
  metrics: {
    retries: ofOurs(parts, 'Retries', { worker }),
    done: ofQueue(`${parts.prefix}-${queue}`, 'NumberOfMessagesDeleted'),
  },
  expression: `IF(FILL(retries, 0) >= ${RETRIES_LEAST}, 100 * retries / (retries + FILL(done, 0)), 0)`,
  above: 50,
  breaching: [3, 3],
});

/** @param {StageParts} parts @param {Owner} owner @returns {AlarmRow} */
const inFlight = (parts, { queue, worker, hurt }) => ({
  name: `${queue}-in-flight`,
  hurt,
  seen: `Over ${IN_FLIGHT_MESSAGES} wait for another attempt; from 120000 on SQS gives none at all, good ones neither.`,
  look: `${hooks(parts, 'status')} and ${logOf(parts, worker)}`,
  runbook: 'in-flight',
  metrics: { hidden: ofQueue(`${parts.prefix}-${queue}`, 'ApproximateNumberOfMessagesNotVisible', 'Maximum') },
  above: IN_FLIGHT_MESSAGES,
});

module.exports = { queueAlarms, queueOwners };
