const { alarmId, description, hooks } = require('./alarm.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/** What a sender or everyone behind the pipeline feels at once. A single worker's trouble, or an operator's, is none of it. */
const USER_FACING = [
  'api-errors',
  'api-slow',
  'requests-refused',
  'webhooks-absent',
  'ingest-failing',
  'sweep-failing',
  'dispatch-failing',
  'deliveries-dead-letters',
  'deliveries-late',
  'deliveries-retrying',
  'deliveries-in-flight',
  'events-undelivered',
];

/**
 * One alarm to be woken by.
 * @param {StageParts} parts
 * @param {readonly AlarmRow[]} rows
 */
function pipelineDegraded(parts, rows) {
  const facing = rows.map(({ name }) => name).filter((name) => USER_FACING.includes(name));
  return {
    PipelineDegradedAlarm: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: {
        AlarmName: `${parts.prefix}-pipeline-degraded`,
        AlarmDescription: description({
          hurt: 'Webhooks are not accepted, or accepted ones reach nobody: senders and everyone who waits for events are hurt.',
          seen: 'At least one of the alarms about all webhooks is on, and its own text says more.',
          look: `${hooks(parts, 'status')} and the dashboard ${parts.prefix}-overview-<region>`,
          runbook: 'pipeline-degraded',
        }),
        // Named by reference, so that the alarms are there before this one.
        AlarmRule: { 'Fn::Sub': facing.map((name) => `ALARM("\${${alarmId(name)}}")`).join(' OR ') },
        AlarmActions: [{ Ref: 'AlertTopic' }],
        OKActions: [{ Ref: 'AlertTopic' }],
      },
    },
  };
}

module.exports = { pipelineDegraded };
