import { DEAD_LETTER_INDEXES } from '#shared/dead-letters/dead-letter-store.ts';
import { readWorkerRows } from '#shared/workers/worker-row.ts';
import { BY_GROUP, BY_TIME, deadLetterSummarySchema } from '#shared/messages/dead-letter.ts';
import { readTemplate } from '../support/template-reader.ts';

const { template, all, one, workers } = readTemplate('prod');

/** `order-mail` → `OrderMail` */
const pascal = (name: string) =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** What osls names itself: `order-mail` → `OrderDashmail` */
const ofFunction = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', 'Dash');

const workerResources = (worker: string): Record<string, string> => {
  const id = pascal(worker);
  return {
    [`${ofFunction(worker)}LambdaFunction`]: 'AWS::Lambda::Function',
    [`${ofFunction(worker)}LogGroup`]: 'AWS::Logs::LogGroup',
    [`${ofFunction(worker)}EventSourceMappingSQS${id}Queue`]: 'AWS::Lambda::EventSourceMapping',
    [`${id}Queue`]: 'AWS::SQS::Queue',
    [`${id}DeadLetterQueue`]: 'AWS::SQS::Queue',
    [`KeeperEventSourceMappingSQS${id}DeadLetterQueue`]: 'AWS::Lambda::EventSourceMapping',
    [`${id}DeadLettersAlarm`]: 'AWS::CloudWatch::Alarm',
    [`${id}LateAlarm`]: 'AWS::CloudWatch::Alarm',
    [`${id}RetryingAlarm`]: 'AWS::CloudWatch::Alarm',
    [`${id}InFlightAlarm`]: 'AWS::CloudWatch::Alarm',
    [`${id}FailingAlarm`]: 'AWS::CloudWatch::Alarm',
    [`${id}Subscription`]: 'AWS::SNS::Subscription',
    [`${id}QueuePolicy`]: 'AWS::SQS::QueuePolicy',
    [`${id}DeadLetterQueuePolicy`]: 'AWS::SQS::QueuePolicy',
    [`${id}Role`]: 'AWS::IAM::Role',
  };
};

test('the template holds exactly these resources', () => {
  const types = Object.fromEntries(Object.entries(template.Resources).map(([id, { Type }]) => [id, Type]));
  expect(types).toEqual({
    ServerlessDeploymentBucket: 'AWS::S3::Bucket',
    ServerlessDeploymentBucketPolicy: 'AWS::S3::BucketPolicy',
    HttpApi: 'AWS::ApiGatewayV2::Api',
    HttpApiStage: 'AWS::ApiGatewayV2::Stage',
    HttpApiLogGroup: 'AWS::Logs::LogGroup',
    HttpApiRouteAnyWebhooksSourceVar: 'AWS::ApiGatewayV2::Route',
    HttpApiIntegrationIngest: 'AWS::ApiGatewayV2::Integration',
    IngestLambdaPermissionHttpApi: 'AWS::Lambda::Permission',
    IngestLambdaFunction: 'AWS::Lambda::Function',
    IngestLogGroup: 'AWS::Logs::LogGroup',
    IngestRole: 'AWS::IAM::Role',
    SweepLambdaFunction: 'AWS::Lambda::Function',
    SweepLambdaEvConf: 'AWS::Lambda::EventInvokeConfig',
    SweepEventsRuleSchedule1: 'AWS::Events::Rule',
    SweepLambdaPermissionEventsRuleSchedule1: 'AWS::Lambda::Permission',
    SweepLogGroup: 'AWS::Logs::LogGroup',
    SweepRole: 'AWS::IAM::Role',
    ConfigBucket: 'AWS::S3::Bucket',
    ConfigBucketPolicy: 'AWS::S3::BucketPolicy',
    DeliveriesQueue: 'AWS::SQS::Queue',
    DeliveriesQueuePolicy: 'AWS::SQS::QueuePolicy',
    DeliveriesDeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
    DeliveriesDeadLetterQueue: 'AWS::SQS::Queue',
    DispatchLambdaFunction: 'AWS::Lambda::Function',
    DispatchEventSourceMappingSQSDeliveriesQueue: 'AWS::Lambda::EventSourceMapping',
    DispatchLogGroup: 'AWS::Logs::LogGroup',
    DispatchRole: 'AWS::IAM::Role',
    EventsTopic: 'AWS::SNS::Topic',
    EventsTopicPolicy: 'AWS::SNS::TopicPolicy',
    KeeperLambdaFunction: 'AWS::Lambda::Function',
    KeeperEventSourceMappingSQSDeliveriesDeadLetterQueue: 'AWS::Lambda::EventSourceMapping',
    KeeperLogGroup: 'AWS::Logs::LogGroup',
    KeeperRole: 'AWS::IAM::Role',
    ProbeLambdaFunction: 'AWS::Lambda::Function',
    ProbeEventsRuleSchedule1: 'AWS::Events::Rule',
    ProbeLambdaPermissionEventsRuleSchedule1: 'AWS::Lambda::Permission',
    ProbeLogGroup: 'AWS::Logs::LogGroup',
    ProbeRole: 'AWS::IAM::Role',
    MeasureLambdaFunction: 'AWS::Lambda::Function',
    MeasureLambdaEvConf: 'AWS::Lambda::EventInvokeConfig',
    MeasureEventsRuleSchedule1: 'AWS::Events::Rule',
    MeasureLambdaPermissionEventsRuleSchedule1: 'AWS::Lambda::Permission',
    MeasureLogGroup: 'AWS::Logs::LogGroup',
    MeasureRole: 'AWS::IAM::Role',
    InspectLambdaFunction: 'AWS::Lambda::Function',
    InspectLogGroup: 'AWS::Logs::LogGroup',
    InspectRole: 'AWS::IAM::Role',
    ReplayLambdaFunction: 'AWS::Lambda::Function',
    ReplayLogGroup: 'AWS::Logs::LogGroup',
    ReplayRole: 'AWS::IAM::Role',
    EraseLambdaFunction: 'AWS::Lambda::Function',
    EraseLogGroup: 'AWS::Logs::LogGroup',
    EraseRole: 'AWS::IAM::Role',
    ErasePolicy: 'AWS::IAM::ManagedPolicy',
    OperatePolicy: 'AWS::IAM::ManagedPolicy',
    OperateMorePolicy: 'AWS::IAM::ManagedPolicy',
    ManageSourcesPolicy: 'AWS::IAM::ManagedPolicy',
    DeadLettersTable: 'AWS::DynamoDB::Table',
    MarkersTable: 'AWS::DynamoDB::Table',
    ResultsBucket: 'AWS::S3::Bucket',
    ResultsBucketPolicy: 'AWS::S3::BucketPolicy',
    ApiErrorsAlarm: 'AWS::CloudWatch::Alarm',
    ApiSlowAlarm: 'AWS::CloudWatch::Alarm',
    RequestsRefusedAlarm: 'AWS::CloudWatch::Alarm',
    WebhooksRejectedAlarm: 'AWS::CloudWatch::Alarm',
    WebhooksSpilledAlarm: 'AWS::CloudWatch::Alarm',
    SourcesStaleAlarm: 'AWS::CloudWatch::Alarm',
    DeliveriesDeadLettersAlarm: 'AWS::CloudWatch::Alarm',
    DeliveriesLateAlarm: 'AWS::CloudWatch::Alarm',
    DeliveriesRetryingAlarm: 'AWS::CloudWatch::Alarm',
    DeliveriesInFlightAlarm: 'AWS::CloudWatch::Alarm',
    EventsUndeliveredAlarm: 'AWS::CloudWatch::Alarm',
    DeadLettersThrottledAlarm: 'AWS::CloudWatch::Alarm',
    MarkersThrottledAlarm: 'AWS::CloudWatch::Alarm',
    ConcurrencyShortAlarm: 'AWS::CloudWatch::Alarm',
    IngestFailingAlarm: 'AWS::CloudWatch::Alarm',
    SweepFailingAlarm: 'AWS::CloudWatch::Alarm',
    DispatchFailingAlarm: 'AWS::CloudWatch::Alarm',
    KeeperFailingAlarm: 'AWS::CloudWatch::Alarm',
    ProbeFailingAlarm: 'AWS::CloudWatch::Alarm',
    MeasureFailingAlarm: 'AWS::CloudWatch::Alarm',
    OperatorsErrorsAlarm: 'AWS::CloudWatch::Alarm',
    KeeperBehindAlarm: 'AWS::CloudWatch::Alarm',
    DeadLettersOldAlarm: 'AWS::CloudWatch::Alarm',
    PipelineDegradedAlarm: 'AWS::CloudWatch::CompositeAlarm',
    AlertTopic: 'AWS::SNS::Topic',
    AlertTopicPolicy: 'AWS::SNS::TopicPolicy',
    Dashboard: 'AWS::CloudWatch::Dashboard',
    ...Object.assign({}, ...workers.map(workerResources)),
  });
});

describe.each(all('AWS::Lambda::Function'))('the function $id', ({ properties }) => {
  test('says its runtime, architecture, memory and time-out itself', () => {
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(properties.MemorySize).toBeGreaterThanOrEqual(256);
    expect(properties.Timeout).toBeGreaterThan(0);
    expect(properties.Description).toMatch(/\w{3}/);
  });

  test('has a log group that forgets', () => {
    const group = all('AWS::Logs::LogGroup').find(
      (group) => group.properties.LogGroupName === `/aws/lambda/${properties.FunctionName}`,
    );
    expect(group?.properties.RetentionInDays).toBe(90);
  });

  test('holds no secret: every variable is a name, a prefix or a reference', () => {
    for (const [name, value] of Object.entries(properties.Environment.Variables)) {
      expect(name).not.toMatch(/SECRET|TOKEN|PASSWORD|KEY$/);
      // Packed, and of what it has each field is known.
      const isKnown = name === 'WORKER_ROWS' && readWorkerRows(value as string).length > 0;
      expect(isKnown || typeof value === 'object' || /^[a-z0-9./-]+$/.test(value)).toBe(true);
    }
  });
});

test.each(['ReplayLambdaFunction', 'ProbeLambdaFunction'])('%s keeps its receipts in the results bucket', (id) => {
  const { Variables } = one('AWS::Lambda::Function', id).properties.Environment;
  expect(Variables['RESULTS_BUCKET']).toEqual({ Ref: 'ResultsBucket' });
});

test.each(['ConfigBucket', 'ResultsBucket'])('%s is kept, encrypted and not public', (id) => {
  expect(template.Resources[id]).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketEncryption: expect.anything(),
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  });
});

test.each(all('AWS::DynamoDB::Table'))(
  '$id is kept, is paid by use and forgets what has expired',
  ({ id, properties }) => {
    expect(template.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  },
);

test('the indexes of the dead letters hold every field of a summary, and neither message nor attributes', () => {
  const { GlobalSecondaryIndexes = [] } = one('AWS::DynamoDB::Table', 'DeadLettersTable').properties;
  const keys = Object.fromEntries(
    GlobalSecondaryIndexes.map(({ IndexName, KeySchema: [partition, sort] }) => [
      IndexName,
      { partition: partition?.AttributeName, sort: sort?.AttributeName },
    ]),
  );
  expect(keys).toEqual(DEAD_LETTER_INDEXES);
  const held = Object.fromEntries(
    GlobalSecondaryIndexes.map(({ IndexName, Projection }) => [IndexName, new Set(Projection.NonKeyAttributes)]),
  );
  const { id: _, ...summary } = deadLetterSummarySchema.entries;
  expect(held).toEqual({
    [BY_TIME]: new Set(Object.keys(summary)),
    // Small items, so that one scan counts all groups.
    [BY_GROUP]: new Set(['firstAt', 'source', 'type']),
  });
});

test('every change of sources and secrets stays readable', () => {
  expect(template.Resources['ConfigBucket']?.Properties).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
  });
});

test('what is spilled is swept every minute, is never forgotten, and whoever is hurt is named when it stays', () => {
  const [schedule] = Object.values(template.Resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' && JSON.stringify(Properties).includes('"SweepLambdaFunction"'),
  );
  expect(schedule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
  const { LifecycleConfiguration } = one('AWS::S3::Bucket', 'ResultsBucket').properties;
  const prefixes = JSON.stringify(LifecycleConfiguration).match(/"Prefix":"[^"]*"/g) ?? [];
  expect(prefixes.length).toBeGreaterThan(3);
  expect(prefixes.join()).not.toMatch(/"(?:"|s|spilled)/);
  const { AlarmDescription, Metrics, ...rules } = one('AWS::CloudWatch::Alarm', 'SweepFailingAlarm').properties;
  expect(Metrics[0]?.MetricStat?.Metric).toEqual({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [
      { Name: 'FunctionName', Value: one('AWS::Lambda::Function', 'SweepLambdaFunction').properties.FunctionName },
    ],
  });
  expect(rules).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
  expect(AlarmDescription).toMatch(/^Accepted webhooks .* reach no worker yet.* the log \/aws\/lambda\/\S+-sweep/);
});

test('API Gateway gives ingest longer than ingest gives itself', () => {
  const [integration] = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::ApiGatewayV2::Integration',
  );
  const ingest = all('AWS::Lambda::Function').find(({ id }) => id === 'IngestLambdaFunction');
  expect(integration?.Properties?.['TimeoutInMillis']).toBeGreaterThan(1000 * (ingest?.properties.Timeout ?? Infinity));
});
