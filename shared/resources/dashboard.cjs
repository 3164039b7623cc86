// The dashboard of a stage, in flow order. Pure: rows, functions and params in, one resource out.
const { alarmRows } = require('./alarms.cjs');
const { billRows, deadLetterRows } = require('./dashboard/care-rows.cjs');
const { flowRows, workerRows } = require('./dashboard/flow-rows.cjs');
const { alarmStates, heading, place } = require('./dashboard/widgets.cjs');
const { readStageParts } = require('./stage-parts.cjs');

/** @import { Resolver, StageParts } from './stage-parts.cjs' */

/** @param {StageParts} parts */
function dashboardBody(parts) {
  const alarms = ['pipeline-degraded', ...alarmRows(parts).map(({ name }) => name)];
  const states = alarmStates(
    'Alarms',
    alarms.map((name) => `${parts.prefix}-${name}`),
  );
  return {
    start: '-PT3H',
    periodOverride: 'auto',
    widgets: place([
      [heading('# What to do about each alarm stands in docs/runbooks.md')],
      ...states.map((widget) => [widget]),
      ...flowRows(parts),
      ...parts.workers.flatMap(({ name }) => workerRows(parts, name)),
      ...deadLetterRows(parts),
      ...billRows(parts),
    ]),
  };
}

/** @param {StageParts} parts */
const dashboard = (parts) => ({
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      // Names of dashboards belong to the account, and a stage may be deployed to two Regions.
      DashboardName: { 'Fn::Sub': `${parts.prefix}-overview-\${AWS::Region}` },
      DashboardBody: { 'Fn::Sub': JSON.stringify(dashboardBody(parts)) },
    },
  },
});

module.exports.dashboard = dashboard;
module.exports.dashboardBody = dashboardBody;

/** For `resources:`. @param {Resolver} resolver */
module.exports.resources = async (resolver) => ({ Resources: dashboard(await readStageParts(resolver)) });
