// Dead letters that nobody can see yet, and those that nobody has looked at: of all queues together.
const { hooks, logOf } = require('./alarm.cjs');
const { ofOurs, ofQueue } = require('./metric.cjs');
const { queueOwners } = require('./queue-alarms.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { Owner } from './queue-alarms.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/** As many as one alarm may read: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const METRICS_MAX = 10;

/** Of the 14 days that a queue would keep them: whoever reads it then has the four days of a long weekend. */
const OLD_DAYS = 10;

const DAY_SECONDS = 24 * 60 * 60;

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
const keeperAlarms = (parts) => [
  ...inParts(queueOwners(parts), (owners) => behind(parts, owners)),
  ...inParts(queueOwners(parts), (owners) => old(parts, owners)),
];

/** @param {StageParts} parts @param {readonly Owner[]} owners @returns {AlarmRow} */
const behind = (parts, owners) => ({
  name: 'keeper-behind',
  hurt: 'Operators neither see nor replay the newest dead letters, and in 14 days these are gone.',
  seen: 'For 15 minutes the keeper has not emptied their queues.',
  look: `${hooks(parts, 'workers status')} and ${logOf(parts, 'keeper')}`,
  runbook: 'keeper-behind',
  metrics: Object.fromEntries(
    owners.map(({ queue }, index) => [
      `q${index}`,
      // The least of five minutes: one moment at zero is a queue that was emptied.
      ofQueue(`${parts.prefix}-${queue}-dead-letters`, 'ApproximateNumberOfMessagesVisible', 'Minimum'),
    ]),
  ),
  expression: owners.map((_, index) => `FILL(q${index}, 0)`).join(' + '),
  breaching: [3, 3],
});

/** @param {StageParts} parts @param {readonly Owner[]} owners @returns {AlarmRow} */
const old = (parts, owners) => ({
  name: 'dead-letters-old',
  hurt: 'Whoever is hurt by the oldest dead letter has been so for ten days, and the sender can no longer help.',
  seen: 'Nobody has replayed or discarded it.',
  look: hooks(parts, 'dead-letters groups'),
  runbook: 'dead-letters-old',
  metrics: Object.fromEntries(
    owners.map(({ worker }, index) => [`w${index}`, ofOurs(parts, 'OldestDeadLetterAge', { worker }, 'Maximum')]),
  ),
  expression: `MAX([${owners.map((_, index) => `FILL(w${index}, 0)`).join(', ')}])`,
  above: OLD_DAYS * DAY_SECONDS,
  // It is measured every five minutes; a period as long may miss one.
  periodSeconds: 900,
});

/** One alarm for up to ten; the second is called `keeper-behind-2`. @param {readonly Owner[]} owners @param {(owners: readonly Owner[]) => AlarmRow} alarmOf */
function inParts(owners, alarmOf) {
  const count = Math.ceil(owners.length / METRICS_MAX);
  return Array.from({ length: count }, (_, index) => {
    const row = alarmOf(owners.slice(index * METRICS_MAX, (index + 1) * METRICS_MAX));
    return index === 0 ? row : { ...row, name: `${row.name}-${index + 1}` };
  });
}

module.exports = { keeperAlarms };
