// What the dashboard shows of the way that every webhook takes: edge, ingest, deliveries, dispatch, topic.
const { latenciesOfEdge, ofEdge, ofFunction, ofOurs, ofQueue, ofTopic } = require('../alarms/metric.cjs');
const { chart, heading, line } = require('./widgets.cjs');

/** @import { StageParts } from '../stage-parts.cjs' */
/** @import { Measured } from '../alarms/metric.cjs' */
/** @import { Widget } from './widgets.cjs' */

/** @param {StageParts} parts @returns {readonly (readonly Widget[])[]} */
const flowRows = (parts) => [
  [heading('## Webhooks come in')],
  [
    chart('Accepted and rejected', [
      line(ofOurs(parts, 'WebhooksAccepted'), 'accepted'),
      line(ofOurs(parts, 'WebhooksRejected'), 'rejected'),
      line(ofOurs(parts, 'WebhooksSpilled'), 'spilled'),
      line(ofOurs(parts, 'SourcesStale'), 'by stale sources'),
    ]),
    chart('Answers to senders', [
      line(ofEdge(parts).requests, 'requests'),
      line(ofEdge(parts).refused, '4xx'),
      line(ofEdge(parts).errors, '5xx'),
    ]),
    chart(
      'Time to the answer',
      latenciesOfEdge(parts).map(([measured, label]) => line(measured, label)),
      { left: 'ms' },
    ),
    functionChart(parts, 'ingest'),
  ],
  [heading('## Deliveries become events')],
  [
    queueChart(parts, 'deliveries'),
    functionChart(parts, 'dispatch'),
    chart('Retries and dead letters of dispatch', [
      line(ofOurs(parts, 'Retries', { worker: 'dispatch' }), 'retries'),
      line(ofOurs(parts, 'DeadLetters', { worker: 'dispatch' }), 'dead letters'),
    ]),
    chart('The topic', [
      line(ofTopic(`${parts.prefix}-events`, 'NumberOfMessagesPublished'), 'published'),
      line(ofTopic(`${parts.prefix}-events`, 'NumberOfNotificationsDelivered'), 'delivered'),
      line(ofTopic(`${parts.prefix}-events`, 'NumberOfNotificationsFilteredOut'), 'not subscribed'),
      line(ofTopic(`${parts.prefix}-events`, 'NumberOfNotificationsFailed'), 'failed'),
    ]),
  ],
];

/** @param {StageParts} parts @param {string} worker @returns {readonly (readonly Widget[])[]} */
const workerRows = (parts, worker) => [
  [heading(`## ${worker}`)],
  [
    queueChart(parts, worker),
    chart('Results and retries', [
      line(ofOurs(parts, 'ResultsStored', { worker }), 'results'),
      line(ofOurs(parts, 'DuplicatesSkipped', { worker }), 'duplicates skipped'),
      line(ofOurs(parts, 'Retries', { worker }), 'retries'),
      line(ofOurs(parts, 'DeadLetters', { worker }), 'dead letters'),
    ]),
    chart(
      'From receipt to result',
      percentiles((statistic) => ofOurs(parts, 'EndToEndLatency', { worker }, statistic)),
      { left: 'ms' },
    ),
    functionChart(parts, worker),
  ],
];

/** @param {StageParts} parts @param {string} queue */
function queueChart({ prefix }, queue) {
  const name = `${prefix}-${queue}`;
  return chart(
    `Queue ${queue}`,
    [
      line(ofQueue(name, 'ApproximateNumberOfMessagesVisible', 'Maximum'), 'waiting'),
      line(ofQueue(name, 'ApproximateNumberOfMessagesNotVisible', 'Maximum'), 'in flight'),
      line(ofQueue(name, 'ApproximateAgeOfOldestMessage', 'Maximum'), 'age of the oldest', true),
    ],
    { left: 'messages', right: 'seconds' },
  );
}

/** @param {StageParts} parts @param {string} name */
function functionChart({ prefix }, name) {
  const functionName = `${prefix}-${name}`;
  return chart(
    `Function ${name}`,
    [
      line(ofFunction(functionName, 'Errors'), 'errors'),
      line(ofFunction(functionName, 'Throttles'), 'throttled'),
      line(ofFunction(functionName, 'ConcurrentExecutions', 'Maximum'), 'at once'),
      line(ofFunction(functionName, 'Duration', 'p99'), 'duration p99', true),
    ],
    { right: 'ms' },
  );
}

/** @param {(statistic: string) => Measured} measured */
const percentiles = (measured) => ['p50', 'p95', 'p99'].map((statistic) => line(measured(statistic), statistic));

module.exports = { flowRows, workerRows };
