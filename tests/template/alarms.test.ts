// What is watched of a stage, and by what its alarms and its dashboard say of themselves.
import { readFileSync } from 'node:fs';
import { isKnownMetric } from '../support/known-metrics.ts';
import { readTemplate, referredIds } from '../support/template-reader.ts';

const { template, all, one, workers } = readTemplate('prod');
const alarms = all('AWS::CloudWatch::Alarm');
const composite = template.Resources['PipelineDegradedAlarm']?.Properties ?? {};

interface Read {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

const readByAlarms: readonly Read[] = alarms.flatMap(({ properties }) =>
  properties.Metrics.flatMap(({ MetricStat }) =>
    MetricStat
      ? [
          {
            namespace: MetricStat.Metric.Namespace,
            metric: MetricStat.Metric.MetricName,
            dimensions: Object.fromEntries(MetricStat.Metric.Dimensions.map(({ Name, Value }) => [Name, Value])),
          },
        ]
      : [],
  ),
);

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[]; readonly alarms?: readonly string[] };
}

const { DashboardBody } = (template.Resources['Dashboard']?.Properties ?? {}) as {
  readonly DashboardBody: { readonly 'Fn::Sub': string };
};
const body = JSON.parse(DashboardBody['Fn::Sub']) as { readonly widgets: readonly Widget[] };
const readByDashboard: readonly Read[] = body.widgets.flatMap(({ properties }) =>
  (properties.metrics ?? []).map(([namespace, metric, ...rest]) => {
    const named = rest.slice(0, -1);
    return {
      namespace: String(namespace),
      metric: String(metric),
      dimensions: Object.fromEntries(
        named.flatMap((name, index) => (index % 2 ? [] : [[String(name), named[index + 1]]])),
      ),
    };
  }),
);

const namesOf = (type: string, property: string) =>
  Object.values(template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => String(Properties?.[property]));

/** What each dimension may be: the name of something that the template holds, or a reference to it. */
const holders: Readonly<Record<string, readonly string[]>> = {
  QueueName: namesOf('AWS::SQS::Queue', 'QueueName'),
  FunctionName: namesOf('AWS::Lambda::Function', 'FunctionName'),
  TopicName: namesOf('AWS::SNS::Topic', 'TopicName'),
  TableName: namesOf('AWS::DynamoDB::Table', 'TableName'),
  LogGroupName: namesOf('AWS::Logs::LogGroup', 'LogGroupName'),
  ApiId: ['${HttpApi}', '{"Ref":"HttpApi"}'],
  BucketName: ['${ResultsBucket}'],
  StorageType: ['StandardStorage'],
  stage: ['prod'],
  worker: ['dispatch', ...workers],
  reason: ['unknown-source'],
  side: ['sender'],
  Service: ['Lambda'],
  Type: ['Resource'],
  Resource: ['ConcurrentExecutions'],
  Class: ['None'],
};

test('alarms and dashboard read metrics that somebody writes, of things that are there', () => {
  expect(readByAlarms.length).toBeGreaterThan(50);
  expect(readByDashboard.length).toBeGreaterThan(80);
  const wrong = [...readByAlarms, ...readByDashboard].filter(
    ({ namespace, metric, dimensions }) =>
      !isKnownMetric(namespace, metric, Object.keys(dimensions)) ||
      Object.entries(dimensions).some(
        ([name, value]) => !holders[name]?.includes(typeof value === 'string' ? value : JSON.stringify(value)),
      ),
  );
  expect(wrong).toEqual([]);
});

test('ours are read under the name that every function is given', () => {
  const names = new Set(
    [...readByAlarms, ...readByDashboard].map(({ namespace }) => namespace).filter((name) => !name.startsWith('AWS/')),
  );
  const given = all('AWS::Lambda::Function').map(({ properties }) => properties.Environment.Variables['SERVICE']);
  expect(names).toEqual(new Set(given));
});

test.each(alarms)('$id says who is hurt, what to look at, and where it goes on', ({ properties }) => {
  const { AlarmDescription, Metrics } = properties;
  const parts = /^(?<hurt>[A-Z][^]{20,}?\.) (?<seen>[A-Z][^]{10,}\.) Look at (?<look>[^]+)\. Runbook: (?<runbook>\S+)$/;
  const { look = '', runbook = '' } = parts.exec(AlarmDescription)?.groups ?? {};
  expect(look).toMatch(/`npm run hooks -- [a-z-]+[^`]* --stage prod`/);
  const [file = '', anchor = ''] = runbook.split('#');
  expect(readFileSync(file, 'utf8')).toContain(`\n## ${anchor}\n`);
  for (const [group] of AlarmDescription.matchAll(/\/aws\/lambda\/[a-z0-9-]+[a-z0-9](?!-?<|[a-z0-9-])/g))
    expect(namesOf('AWS::Logs::LogGroup', 'LogGroupName')).toContain(group);
  expect(Metrics.filter(({ ReturnData }) => ReturnData)).toHaveLength(1);
});

test.each([...alarms.map(({ id }) => id), 'PipelineDegradedAlarm'])('%s tells the alert topic, on and off', (id) => {
  expect(template.Resources[id]?.Properties).toMatchObject({
    AlarmActions: [{ Ref: 'AlertTopic' }],
    OKActions: [{ Ref: 'AlertTopic' }],
  });
});

test('silence is no fault of anything, where no webhook is expected', () => {
  expect(new Set(alarms.map(({ properties }) => properties.TreatMissingData))).toEqual(new Set(['notBreaching']));
});

const watches = (metric: string, dimension: string, value: string) =>
  readByAlarms.some((read) => read.metric === metric && read.dimensions[dimension] === value);

test.each(holders['FunctionName'] ?? [])('an alarm hears of errors of %s', (name) => {
  expect(watches('Errors', 'FunctionName', name)).toBe(true);
});

test.each((holders['QueueName'] ?? []).filter((name) => !name.endsWith('-dead-letters')))(
  'of %s an alarm hears of age, of what is in flight, and of dead letters that come, stay or grow old',
  (name) => {
    expect(watches('ApproximateAgeOfOldestMessage', 'QueueName', name)).toBe(true);
    expect(watches('ApproximateNumberOfMessagesNotVisible', 'QueueName', name)).toBe(true);
    expect(watches('NumberOfMessagesDeleted', 'QueueName', `${name}-dead-letters`)).toBe(true);
    const worker = name.replace('webhook-pipeline-prod-', '').replace(/^deliveries$/, 'dispatch');
    expect(watches('OldestDeadLetterAge', 'worker', worker)).toBe(true);
    expect(watches('Retries', 'worker', worker)).toBe(true);
    const behind = alarms.filter(({ id }) => id.startsWith('KeeperBehind'));
    expect(JSON.stringify(behind)).toContain(`"${name}-dead-letters"`);
  },
);

test.each(holders['TableName'] ?? [])('an alarm hears when %s is throttled', (name) => {
  expect(watches('WriteThrottleEvents', 'TableName', name)).toBe(true);
});

test('the one alarm to be woken by is made of those that hurt everyone, and of no single worker', () => {
  const members = referredIds(composite['AlarmRule']);
  expect(members).toEqual(
    expect.arrayContaining(['ApiErrorsAlarm', 'DispatchFailingAlarm', 'DeliveriesDeadLettersAlarm']),
  );
  for (const id of members) expect(one('AWS::CloudWatch::Alarm', id).properties.Metrics).not.toHaveLength(0);
  expect(members.join()).not.toMatch(/Archive|Forward|Ledger|Canary|Operators|Keeper/);
  expect(String(composite['AlarmDescription'])).toMatch(
    /hurt\. .* Look at .* Runbook: docs\/runbooks\.md#pipeline-degraded$/,
  );
});

test('alarms of this account, and nobody else, may tell the alert topic, over TLS', () => {
  const { PolicyDocument } = template.Resources['AlertTopicPolicy']?.Properties ?? {};
  expect(PolicyDocument).toMatchObject({
    Statement: [
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ],
  });
  expect(namesOf('AWS::SNS::Subscription', 'Protocol')).not.toContain('email');
});

test('the dashboard shows every alarm, and every function', () => {
  const shown = body.widgets.flatMap(({ properties }) => properties.alarms ?? []);
  const named = [...namesOf('AWS::CloudWatch::Alarm', 'AlarmName'), String(composite['AlarmName'])];
  expect(shown).toHaveLength(named.length);
  expect(new Set(shown.map((arn) => arn.split(':').at(-1)))).toEqual(new Set(named));
  const functions = new Set(readByDashboard.map(({ dimensions }) => dimensions['FunctionName']));
  for (const name of holders['FunctionName'] ?? []) expect(functions).toContain(name);
});
