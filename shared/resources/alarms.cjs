// Every alarm of a stage. Pure: rows, functions and params in, resources out.
const { alarm } = require('./alarms/alarm.cjs');
const { edgeAlarms } = require('./alarms/edge-alarms.cjs');
const { functionAlarms } = require('./alarms/function-alarms.cjs');
const { keeperAlarms } = require('./alarms/keeper-alarms.cjs');
const { pipelineDegraded } = require('./alarms/pipeline-degraded.cjs');
const { queueAlarms } = require('./alarms/queue-alarms.cjs');
const { storeAlarms } = require('./alarms/store-alarms.cjs');
const { readStageParts } = require('./stage-parts.cjs');

/** @import { AlarmRow } from './alarms/alarm.cjs' */
/** @import { Resolver, StageParts } from './stage-parts.cjs' */

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
const alarmRows = (parts) => [
  ...edgeAlarms(parts),
  ...queueAlarms(parts),
  ...storeAlarms(parts),
  ...functionAlarms(parts),
  ...keeperAlarms(parts),
];

/** @param {StageParts} parts */
function alarmResources(parts) {
  const rows = alarmRows(parts);
  return Object.assign({}, ...rows.map((row) => alarm(parts, row)), pipelineDegraded(parts, rows));
}

module.exports.alarmRows = alarmRows;
module.exports.alarmResources = alarmResources;

/** For `resources:`. @param {Resolver} resolver */
module.exports.resources = async (resolver) => ({ Resources: alarmResources(await readStageParts(resolver)) });
