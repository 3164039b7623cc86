// The topic, the tables and the account's concurrency: what everyone shares.
const { hooks, logOf } = require('./alarm.cjs');
const { ofTable, ofTopic } = require('./metric.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/** Who waits for each table. @type {Readonly<Record<string, string>>} */
const TABLES = {
  'dead-letters': 'Dead letters are recorded late, and what was replayed is closed late: operators see an old state.',
  markers:
    'Workers with effects outside, forward above all, cannot tell what they have done, and do nothing until then.',
};

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
const storeAlarms = (parts) => [
  undelivered(parts),
  ...Object.entries(TABLES).map(([table, hurt]) => throttled(parts, table, hurt)),
  concurrencyShort(parts),
];

/** @param {StageParts} parts @returns {AlarmRow} */
function undelivered(parts) {
  const events = (/** @type {string} */ metric) => ofTopic(`${parts.prefix}-events`, metric);
  return {
    name: 'events-undelivered',
    hurt: 'Events reach some of their workers not at all; at best they are dead letters of class undeliverable.',
    seen: 'The topic could not deliver them, or they carry no attributes to be filtered by.',
    look: `${hooks(parts, 'dead-letters list --class undeliverable')} and ${logOf(parts, 'dispatch')}`,
    runbook: 'events-undelivered',
    metrics: {
      failed: events('NumberOfNotificationsFailed'),
      redriven: events('NumberOfNotificationsRedrivenToDlq'),
      lost: events('NumberOfNotificationsFailedToRedriveToDlq'),
      unattributed: events('NumberOfNotificationsFilteredOut-NoMessageAttributes'),
      invalid: events('NumberOfNotificationsFilteredOut-InvalidAttributes'),
    },
    expression: ['failed', 'redriven', 'lost', 'unattributed', 'invalid'].map((id) => `FILL(${id}, 0)`).join(' + '),
  };
}

/** @param {StageParts} parts @param {string} table @param {string} hurt @returns {AlarmRow} */
const throttled = (parts, table, hurt) => ({
  name: `${table}-throttled`,
  hurt,
  seen: `DynamoDB throttles the table ${parts.prefix}-${table}.`,
  look: `the table's throttle metrics on the dashboard, and ${hooks(parts, 'status')}`,
  runbook: 'tables-throttled',
  metrics: {
    reads: ofTable(`${parts.prefix}-${table}`, 'ReadThrottleEvents'),
    writes: ofTable(`${parts.prefix}-${table}`, 'WriteThrottleEvents'),
  },
  expression: 'FILL(reads, 0) + FILL(writes, 0)',
  // A new peak is throttled while the table grows to it; only what stays is a fault.
  breaching: [2, 3],
});

/** @param {StageParts} parts @returns {AlarmRow} */
const concurrencyShort = (parts) => ({
  name: 'concurrency-short',
  hurt: 'Soon senders are answered 5xx and events wait, here and in everything else of this account and Region.',
  seen: 'Over 80 % of the concurrent executions that Lambda allows the account are in use.',
  look: `${hooks(parts, 'status')} and the concurrency on the dashboard`,
  runbook: 'concurrency-short',
  metrics: {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
    used: {
      namespace: 'AWS/Usage',
      metric: 'ResourceCount',
      dimensions: { Service: 'Lambda', Type: 'Resource', Resource: 'ConcurrentExecutions', Class: 'None' },
      statistic: 'Maximum',
    },
  },
  expression: '100 * used / SERVICE_QUOTA(used)',
  above: 80,
});

module.exports = { storeAlarms };
