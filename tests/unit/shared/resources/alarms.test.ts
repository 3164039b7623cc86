// Alarms as a function of rows and params: what they say, what they would notice, and that twenty workers fit.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { createMetrics } from '#shared/lambda/metrics.ts';
import { METRICS, metricNames } from '#shared/metrics/metric-names.ts';
import { alarmResources, alarmRows } from '../../../../shared/resources/alarms.cjs';
import { alertTopic } from '../../../../shared/resources/alert-topic.cjs';
import { dashboardBody } from '../../../../shared/resources/dashboard.cjs';
import { readStageParts } from '../../../../shared/resources/stage-parts.cjs';
import { fixedClock } from '../../../support/ports.ts';

type Parts = Parameters<typeof alarmRows>[0];
type Row = ReturnType<typeof alarmRows>[number];

const STEPS = ['ingest', 'sweep', 'dispatch', 'keeper', 'inspect', 'replay', 'probe', 'measure', 'erase'];

function givenParts(workers: readonly string[], overrides: Partial<Parts> = {}): Parts {
  return {
    service: 'webhook-pipeline',
    stage: 'prod',
    prefix: 'webhook-pipeline-prod',
    edge: 'http-api',
    // As long as a row's may be.
    workers: workers.map((name) => ({ name, impact: `${'x'.repeat(499)}.` })),
    functions: [...STEPS, ...workers].map((name) => ({ name, timeoutSeconds: 30 })),
    alertEmail: '',
    lateAfterSeconds: 3600,
    expectWebhooksWithinMinutes: 60,
    ...overrides,
  };
}

const twenty = Array.from({ length: 20 }, (_, index) => `w${String(index).padStart(2, '0')}-${'x'.repeat(27)}`);
const rowOf = (name: string, parts = givenParts(['forward'])): Row => {
  const found = alarmRows(parts).find((row) => row.name === name);
  if (!found) throw new Error(`There is no alarm ${name}`);
  return found;
};

/** Metric math over one period, as far as the alarms use it; what has no value makes the whole have none. */
function watched(row: Row, values: Readonly<Record<string, number>>): number {
  const ids = Object.keys(row.metrics);
  const functions = {
    FILL: (value: number | undefined, instead: number) => value ?? instead,
    IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    MAX: (numbers: readonly number[]) => Math.max(...numbers),
    SERVICE_QUOTA: () => 1000,
  };
  const measured = Object.fromEntries(ids.map((id) => [id, values[id]]));
  return Number(runInNewContext(row.expression ?? ids[0] ?? '', { ...functions, ...measured }));
}

const isOn = (row: Row, values: Readonly<Record<string, number>>): boolean =>
  row.below === undefined ? watched(row, values) > (row.above ?? 0) : watched(row, values) < row.below;

test.each<[string, Readonly<Record<string, number>>, boolean]>([
  ['api-errors', { errors: 2, requests: 2 }, false],
  ['api-errors', { errors: 3, requests: 200 }, true],
  ['api-errors', { errors: 3, requests: 400 }, false],
  ['api-slow', { latency: 3001 }, true],
  ['requests-refused', { refused: 60, requests: 100 }, true],
  ['requests-refused', { refused: 60, requests: 100, rejected: 55 }, false],
  ['requests-refused', { refused: 60, requests: 10_000 }, false],
  ['webhooks-rejected', { rejected: 21 }, true],
  ['webhooks-rejected', { rejected: 500, strangers: 480, accepted: 1 }, false],
  ['webhooks-rejected', { rejected: 21, accepted: 100 }, false],
  ['webhooks-rejected', { accepted: 100 }, false],
  ['webhooks-spilled', { spilled: 1 }, true],
  ['sources-stale', { stale: 1 }, true],
  ['webhooks-absent', { accepted: 0 }, true],
  ['webhooks-absent', { accepted: 1 }, false],
  ['forward-dead-letters', { visible: 0, deleted: 0 }, false],
  ['forward-dead-letters', { deleted: 1 }, true],
  ['forward-dead-letters', { visible: 1 }, true],
  ['forward-late', { age: 3601 }, true],
  ['forward-late', { latency: 3_600_001 }, true],
  ['forward-late', { age: 3600, latency: 3_600_000 }, false],
  ['deliveries-late', { age: 3601 }, true],
  ['forward-retrying', { retries: 19, done: 0 }, false],
  ['forward-retrying', { retries: 20 }, true],
  ['forward-retrying', { retries: 20, done: 20 }, false],
  ['forward-in-flight', { hidden: 80_000 }, false],
  ['forward-in-flight', { hidden: 80_001 }, true],
  ['events-undelivered', { failed: 0, redriven: 0 }, false],
  ['events-undelivered', { redriven: 1 }, true],
  ['events-undelivered', { unattributed: 1 }, true],
  ['markers-throttled', { writes: 1 }, true],
  ['concurrency-short', { used: 801 }, true],
  ['concurrency-short', { used: 800 }, false],
  ['ingest-failing', { errors: 0, throttles: 0, duration: 24_000 }, false],
  ['ingest-failing', { errors: 0, throttles: 0, duration: 24_001 }, true],
  ['ingest-failing', { throttles: 1 }, true],
  ['sweep-failing', { errors: 1 }, true],
  ['operators-errors', { erase: 1 }, true],
  ['keeper-behind', { q0: 0, q1: 0 }, false],
  ['keeper-behind', { q1: 1 }, true],
  ['dead-letters-old', { w0: 0, w1: 864_001 }, true],
  ['dead-letters-old', { w0: 864_000, w1: 0 }, false],
])('%s of %j is on: %s', (name, values, expected) => {
  expect(isOn(rowOf(name), values)).toBe(expected);
});

test('a stage where it may be quiet has no alarm for that', () => {
  const names = alarmRows(givenParts(['forward'], { expectWebhooksWithinMinutes: 0 })).map(({ name }) => name);
  expect(names).not.toContain('webhooks-absent');
  const absent = alarmResources(givenParts(['forward']))['WebhooksAbsentAlarm'];
  expect(absent?.Properties).toMatchObject({
    TreatMissingData: 'breaching',
    ComparisonOperator: 'LessThanThreshold',
    Metrics: [{ MetricStat: { Period: 3600 } }],
  });
});

describe('with twenty workers of the longest names and texts', () => {
  const parts = givenParts(twenty);
  const rows = alarmRows(parts);
  const resources = Object.values(alarmResources(parts)) as readonly {
    readonly Type: string;
    readonly Properties: Readonly<Record<string, unknown>>;
  }[];

  test('every alarm is within the limits of CloudWatch', () => {
    expect(resources).toHaveLength(rows.length + 1);
    for (const { Properties } of resources) {
      expect(String(Properties['AlarmName']).length).toBeLessThanOrEqual(255);
      expect(String(Properties['AlarmDescription']).length).toBeLessThanOrEqual(1024);
    }
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
    for (const { metrics } of rows) expect(Object.keys(metrics).length).toBeLessThanOrEqual(10);
    const rule = resources.find(({ Type }) => Type === 'AWS::CloudWatch::CompositeAlarm')?.Properties['AlarmRule'];
    expect(JSON.stringify(rule).length).toBeLessThanOrEqual(10_240);
  });

  test('no two alarms have one name, and every queue is among those that the keeper empties', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    const emptied = rows.filter(({ runbook }) => runbook === 'keeper-behind');
    expect(emptied.map(({ name }) => name)).toEqual(['keeper-behind', 'keeper-behind-2', 'keeper-behind-3']);
    expect(emptied.flatMap(({ metrics }) => Object.values(metrics))).toHaveLength(21);
  });

  test('the dashboard has a row for each, on a grid where nothing lies on another', () => {
    const { widgets } = dashboardBody(parts);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
    expect(widgets.length).toBeLessThanOrEqual(500);
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1)
        for (let row = y; row < y + height; row += 1) {
          expect(taken).not.toContain(`${column}/${row}`);
          taken.add(`${column}/${row}`);
        }
    }
    for (const name of twenty) expect(JSON.stringify(widgets)).toContain(`Queue ${name}`);
    const longest = (property: string) =>
      Math.max(...widgets.map(({ properties }) => ((properties[property] ?? []) as readonly unknown[]).length));
    expect(longest('metrics')).toBeLessThanOrEqual(500);
    expect(longest('alarms')).toBeLessThanOrEqual(100);
  });
});

describe('docs/runbooks.md', () => {
  const page = readFileSync('docs/runbooks.md', 'utf8');
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
  );
  const named = new Set([...alarmRows(givenParts(['forward'])).map(({ runbook }) => runbook), 'pipeline-degraded']);

  test('has a section for every alarm, and an alarm for every section', () => {
    expect([...sections.keys()].toSorted()).toEqual([...named].toSorted());
  });

  test.each([...sections])('%s says what it means, who is hurt, what to look at and when it is over', (_, text) => {
    for (const label of ['Means.', 'Hurt.', 'First look.', 'Likely causes.', 'What to do.', 'Over when'])
      expect(text).toContain(`**${label}**`);
    expect(text).toMatch(/\*\*First look\.\*\*\n\n```sh\nnpm run hooks -- /);
  });

  test('refers to no section that is not there', () => {
    for (const [, anchor] of page.matchAll(/\]\(#([a-z-]+)\)/g)) expect([...sections.keys()]).toContain(anchor);
  });
});

test('alarms tell an e-mail address, where a stage has one', () => {
  expect(Object.keys(alertTopic(givenParts([])))).toEqual(['AlertTopic', 'AlertTopicPolicy']);
  expect(alertTopic(givenParts([], { alertEmail: 'on-call@example.com' })).AlertSubscription).toEqual({
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'AlertTopic' }, Protocol: 'email', Endpoint: 'on-call@example.com' },
  });
});

const readWith = async (params: Readonly<Record<string, unknown>>) =>
  readStageParts({
    resolveConfigurationProperty: async ([name = '']) =>
      ({
        service: 'hooks',
        provider: 'prod',
        functions: [{ ingest: { timeout: 10 } }, { forward: { timeout: 60 } }],
      })[name] ?? { forward: { impact: 'Nobody hears of it.' } },
    resolveVariable: async (address) =>
      ({ edge: 'http-api', lateAfterSeconds: 3600, expectWebhooksWithinMinutes: 0, ...params })[
        address.replace('param:', '')
      ],
  });

describe('the params of alarms', () => {
  test('are read from wherever they are set: those of a command are text', async () => {
    expect(await readWith({ lateAfterSeconds: '600' })).toMatchObject({
      prefix: 'hooks-prod',
      workers: [{ name: 'forward', impact: 'Nobody hears of it.' }],
      lateAfterSeconds: 600,
      functions: [
        { name: 'ingest', timeoutSeconds: 10 },
        { name: 'forward', timeoutSeconds: 60 },
      ],
    });
  });

  test.each([
    [{ lateAfterSeconds: 'soon' }, 'params.lateAfterSeconds: must be a whole number from 60 to 1209600'],
    [
      { expectWebhooksWithinMinutes: 1441 },
      'params.expectWebhooksWithinMinutes: must be a whole number from 0 to 1440',
    ],
    [{ expectWebhooksWithinMinutes: '' }, 'params.expectWebhooksWithinMinutes: must be a whole number'],
  ])('%j is refused', async (params, sentence) => {
    await expect(readWith(params)).rejects.toThrow(sentence);
  });
});

/** Of a line that a function writes: namespace, and of each metric its name with its sets of dimensions. */
function written(owner: { readonly service: string; readonly stage: string }) {
  const lines: string[] = [];
  const metrics = createMetrics(owner, fixedClock('2026-01-02T04:00:00.000Z'), (line) => void lines.push(line));
  for (const name of metricNames)
    metrics.record(name, 1, { worker: 'forward', reason: 'stale', side: 'sender', class: 'exhausted' });
  metrics.flush();
  return lines
    .map((line) => JSON.parse(line))
    .flatMap(({ _aws: { CloudWatchMetrics } }) => CloudWatchMetrics)
    .flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.flatMap(({ Name }: { readonly Name: string }) =>
        Dimensions.map((set: readonly string[]) => [Namespace, Name, ...set.toSorted()].join(' ')),
      ),
    );
}

test('what we answer 5xx ourselves counts neither for nor against a sender', () => {
  for (const name of ['webhooks-rejected', 'requests-refused'])
    expect(rowOf(name).metrics['rejected']?.dimensions).toEqual({ stage: 'prod', side: 'sender' });
});

test('under another name, too, alarms and dashboard read what functions write', () => {
  const parts = givenParts(['forward'], { service: 'acme-hooks', prefix: 'acme-hooks-prod' });
  const read = alarmRows(parts)
    .flatMap(({ metrics }) => Object.values(metrics))
    .filter(({ metric }) => metric in METRICS)
    .map(({ namespace, metric, dimensions }) => [namespace, metric, ...Object.keys(dimensions).toSorted()].join(' '));
  expect(read).toContain('acme-hooks WebhooksAccepted stage');
  expect(written({ service: 'acme-hooks', stage: 'prod' })).toEqual(expect.arrayContaining(read));
  expect(JSON.stringify(dashboardBody(parts))).not.toContain('webhook-pipeline');
});
