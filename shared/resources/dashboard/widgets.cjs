// The pieces of a dashboard, as CloudWatch wants them: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

/** @import { Measured } from '../alarms/metric.cjs' */
/** @typedef {{ readonly measured: Measured, readonly label: string, readonly isRight?: boolean }} Line */
/** @typedef {{ readonly type: string, readonly height: number, readonly properties: Record<string, unknown> }} Widget */
/** @typedef {Widget & { readonly x: number, readonly y: number, readonly width: number }} PlacedWidget */

const GRID_COLUMNS = 24;
const CHART_ROWS = 6;

/** What a widget of alarms may hold. */
const ALARMS_MAX = 100;

/** A line of a chart; `isRight`: another unit, on the axis of the other side. @param {Measured} measured @param {string} label @param {boolean} [isRight] @returns {Line} */
const line = (measured, label, isRight = false) => ({ measured, label, isRight });

/** @param {string} title @param {readonly Line[]} lines @param {{ readonly left?: string, readonly right?: string, readonly isStacked?: boolean, readonly periodSeconds?: number }} [options] @returns {Widget} */
const chart = (title, lines, { left, right, isStacked = false, periodSeconds = 60 } = {}) => ({
  type: 'metric',
  height: CHART_ROWS,
  properties: {
    title,
    region: '${AWS::Region}',
    view: 'timeSeries',
    stacked: isStacked,
    period: periodSeconds,
    metrics: lines.map(metricLine),
    yAxis: {
      left: { min: 0, ...(left && { label: left, showUnits: false }) },
      right: { min: 0, ...(right && { label: right, showUnits: false }) },
    },
  },
});

/** @param {Line} line */
const metricLine = ({ measured, label, isRight }) => [
  measured.namespace,
  measured.metric,
  ...Object.entries(measured.dimensions).flatMap(([name, value]) => [name, asText(value)]),
  { label, stat: measured.statistic, ...(isRight && { yAxis: 'right' }) },
];

/** A name, or a reference: the body is one text, in which CloudFormation puts what a reference means. @param {unknown} value */
const asText = (value) => (typeof value === 'string' ? value : `\${${Object(value).Ref}}`);

/** @param {string} markdown @returns {Widget} */
const heading = (markdown) => ({ type: 'text', height: 1, properties: { markdown, background: 'transparent' } });

/** @param {string} title @param {readonly string[]} names @returns {readonly Widget[]} */
const alarmStates = (title, names) =>
  Array.from({ length: Math.ceil(names.length / ALARMS_MAX) }, (_, index) => {
    const shown = names.slice(index * ALARMS_MAX, (index + 1) * ALARMS_MAX);
    return {
      type: 'alarm',
      // Four beside each other, two of them in the height of one.
      height: 1 + Math.ceil(shown.length / 8),
      properties: { title, alarms: shown.map(alarmArn) },
    };
  });

const alarmArn = (/** @type {string} */ name) =>
  `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}`;

/** Row below row; the widgets of one row share its width. @param {readonly (readonly Widget[])[]} rows @returns {readonly PlacedWidget[]} */
function place(rows) {
  /** @type {PlacedWidget[]} */
  const placed = [];
  let y = 0;
  for (const row of rows) {
    const width = Math.floor(GRID_COLUMNS / row.length);
    row.forEach((widget, index) => placed.push({ ...widget, x: index * width, y, width }));
    y += Math.max(...row.map(({ height }) => height));
  }
  return placed;
}

module.exports = { alarmStates, chart, heading, line, place };
