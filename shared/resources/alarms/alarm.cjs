// The one shape of an alarm. It says what is seen, who is hurt, what to look at and which section of the runbooks goes on from there.
const { pascal } = require('../pascal.cjs');
const { metricQuery } = require('./metric.cjs');

/** @import { Measured } from './metric.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/**
 * @typedef {{
 *   readonly name: string,
 *   readonly hurt: string,
 *   readonly seen: string,
 *   readonly look: string,
 *   readonly runbook: string,
 *   readonly metrics: Readonly<Record<string, Measured>>,
 *   readonly expression?: string,
 *   readonly above?: number,
 *   readonly below?: number,
 *   readonly periodSeconds?: number,
 *   readonly breaching?: readonly [periods: number, ofPeriods: number],
 *   readonly isMissingWrong?: true,
 * }} AlarmRow `name`: what is wrong with which part, `forward-late`; `hurt` and `seen` are whole sentences.
 */

/** Five minutes even out a restart or a deploy, and are soon enough for everything that is tried again. */
const PERIOD_SECONDS = 300;

/**
 * @param {StageParts} parts
 * @param {AlarmRow} row
 */
const alarm = (parts, row) => ({
  [alarmId(row.name)]: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${parts.prefix}-${row.name}`,
      AlarmDescription: description(row),
      Metrics: queries(row),
      ...rules(row),
      TreatMissingData: row.isMissingWrong ? 'breaching' : 'notBreaching',
      AlarmActions: [{ Ref: 'AlertTopic' }],
      OKActions: [{ Ref: 'AlertTopic' }],
    },
  },
});

const alarmId = (/** @type {string} */ name) => `${pascal(name)}Alarm`;

/** @param {Pick<AlarmRow, 'hurt' | 'seen' | 'look' | 'runbook'>} row */
const description = ({ hurt, seen, look, runbook }) =>
  `${hurt} ${seen} Look at ${look}. Runbook: docs/runbooks.md#${runbook}`;

/** @param {AlarmRow} row */
function queries({ name, metrics, expression, periodSeconds = PERIOD_SECONDS }) {
  const read = Object.entries(metrics).map(([id, measured]) => metricQuery(id, measured, periodSeconds));
  if (expression === undefined) return read.map((query) => ({ ...query, ReturnData: true }));
  return [...read, { Id: 'watched', Expression: expression, Label: name, ReturnData: true }];
}

/** @param {AlarmRow} row */
function rules({ above = 0, below, breaching: [periods, ofPeriods] = [1, 1] }) {
  return {
    ComparisonOperator: below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold',
    Threshold: below ?? above,
    EvaluationPeriods: ofPeriods,
    DatapointsToAlarm: periods,
  };
}

/** A command for operators, as it is typed. @param {StageParts} parts @param {string} command */
const hooks = (parts, command) => `\`npm run hooks -- ${command} --stage ${parts.stage}\``;

/** @param {StageParts} parts @param {string} functionName */
const logOf = (parts, functionName) => `the log /aws/lambda/${parts.prefix}-${functionName}`;

module.exports = { alarm, alarmId, description, hooks, logOf };
