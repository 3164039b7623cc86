// What a developer may do by mistake, planted in the packaged template: the doctor finds each by name, and nothing else.
import { examinedByDoctor, errorRules, type Planted } from '../support/examined-by-doctor.ts';
import type { Rule } from '../../operator/doctor/rule.ts';
import { rules } from '../../operator/doctor/rules/index.ts';

interface Planting {
  readonly rule: string;
  /** What somebody did. */
  readonly title: string;
  readonly plant: (planted: Planted) => void;
  /** What the finding names. */
  readonly names: RegExp;
  /** Rules that the same mistake breaks, too. */
  readonly also?: readonly string[];
}

const unread = async () => ({ unread: 'you may not' });

const properties = ({ resources }: Planted, id: string) => resources[id].Properties;
const statements = (planted: Planted, id: string) =>
  properties(planted, id).Policies?.[0].PolicyDocument.Statement ?? properties(planted, id).PolicyDocument.Statement;
const allowing = (Action: string, Resource: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource }] });
const policyOf = ({ resources }: Planted, id: string) =>
  Object.keys(resources).find(
    (one) => resources[one].Type.endsWith('Policy') && JSON.stringify(resources[one].Properties).includes(`"${id}"`),
  )!;

const strangers = (p: Planted, Principal: unknown, Condition?: object) =>
  statements(p, policyOf(p, 'LedgerQueue')).push({
    Effect: 'Allow',
    Action: 'sqs:*',
    Resource: { 'Fn::GetAtt': ['LedgerQueue', 'Arn'] },
    Principal,
    ...(Condition && { Condition }),
  });

const alarmOf = ({ resources }: Planted, queue: string) =>
  Object.keys(resources).find(
    (one) => resources[one].Type === 'AWS::CloudWatch::Alarm' && JSON.stringify(resources[one]).includes(queue),
  )!;

/** The stage without its API, as the param edge makes it: senders post to the URL of ingest. */
function behindUrl({ resources }: Planted) {
  for (const id of Object.keys(resources).filter((one) => one.includes('HttpApi'))) delete resources[id];
  const ofIngest = { 'Fn::GetAtt': ['IngestLambdaFunction', 'Arn'] };
  const permission = (more: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: ofIngest, Principal: '*', ...more },
  });
  resources['IngestLambdaFunction'].Properties.ReservedConcurrentExecutions = 50;
  resources['IngestLambdaFunctionUrl'] = {
    Type: 'AWS::Lambda::Url',
    Properties: { AuthType: 'NONE', TargetFunctionArn: ofIngest },
  };
  resources['IngestLambdaPermissionFnUrl'] = permission({
    Action: 'lambda:InvokeFunctionUrl',
    FunctionUrlAuthType: 'NONE',
  });
  resources['IngestLambdaPermissionFn'] = permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true });
}

const plantings: readonly Planting[] = [
  {
    rule: 'visibility-covers-timeout',
    title: 'a longer time-out, and the queue stays as it was',
    plant: (p) => (properties(p, 'DispatchLambdaFunction').Timeout = 60),
    names: /DeliveriesQueue.*361/s,
  },
  {
    rule: 'receives-at-least-five',
    title: 'three attempts, as tutorials have it',
    plant: (p) => (properties(p, 'DeliveriesQueue').RedrivePolicy.maxReceiveCount = 3),
    names: /DeliveriesQueue, functions\/dispatch\/resources\.yml/,
  },
  {
    rule: 'dead-letter-retention',
    title: 'a dead-letter queue with the retention that SQS has by itself',
    plant: (p) => delete properties(p, 'ArchiveDeadLetterQueue').MessageRetentionPeriod,
    names: /ArchiveDeadLetterQueue, serverless\.yml custom\.workers\.archive.*4 days/s,
  },
  {
    rule: 'dead-letter-queue-on-everything',
    title: 'a subscription without its dead letters',
    plant: (p) => delete properties(p, 'ForwardSubscription').RedrivePolicy,
    names: /ForwardSubscription/,
  },
  {
    rule: 'dead-letter-queue-on-everything',
    title: 'a queue of somebody’s own, without anything',
    plant: (p) =>
      (p.resources['ExtraQueue'] = {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: 'webhook-pipeline-prod-extra', SqsManagedSseEnabled: true },
      }),
    names: /ExtraQueue/,
    also: ['tls-only'],
  },
  {
    rule: 'redrive-allowed-by-queue',
    title: 'any queue may send its dead letters',
    plant: (p) => (properties(p, 'LedgerDeadLetterQueue').RedriveAllowPolicy = { redrivePermission: 'allowAll' }),
    names: /LedgerDeadLetterQueue/,
  },
  {
    rule: 'redrive-allowed-by-queue',
    title: 'a queue was renamed, and its dead-letter queue still names the old one',
    plant: (p) => (properties(p, 'ArchiveQueue').QueueName = 'webhook-pipeline-prod-archiver'),
    names: /refuses the dead letters of ArchiveQueue/,
    // The functions that make queues' names of workers' names no longer find it.
    also: ['roles-minimal'],
  },
  {
    rule: 'alarm-on-every-dead-letter-queue',
    title: 'an alarm that looks at what SQS does not count',
    plant: (p) => {
      for (const [id, { Type, Properties }] of Object.entries(p.resources))
        if (Type === 'AWS::CloudWatch::Alarm' && JSON.stringify(Properties).includes('prod-forward-dead-letters'))
          p.resources[id] = JSON.parse(
            JSON.stringify(p.resources[id]).replaceAll('ApproximateNumberOfMessagesVisible', 'NumberOfMessagesSent'),
          );
    },
    names: /ForwardDeadLetterQueue/,
  },
  ...[
    { title: 'an alarm that waits for a thousand dead letters', change: { Threshold: 1000 } },
    { title: 'an alarm the wrong way around', change: { ComparisonOperator: 'LessThanThreshold' } },
    { title: 'an alarm that no longer adds what is visible', expression: 'FILL(deleted, 0)' },
    { title: 'an alarm that looks once in an hour', period: 3600 },
  ].map(({ title, change = {}, expression, period }) => ({
    rule: 'alarm-on-every-dead-letter-queue',
    title,
    plant(p: Planted) {
      const alarm = Object.assign(properties(p, 'ArchiveDeadLettersAlarm'), change);
      if (expression !== undefined) alarm.Metrics[2].Expression = expression;
      if (period !== undefined) alarm.Metrics[0].MetricStat.Period = period;
    },
    names: /ArchiveDeadLetterQueue/,
  })),
  {
    rule: 'alarms-say-who-is-hurt',
    title: 'an alarm that says only what it measures',
    plant: (p) => (properties(p, alarmOf(p, 'prod-archive-dead-letters')).AlarmDescription = 'Dead letters > 0'),
    names: /Alarm/,
  },
  {
    rule: 'alarms-reach-somebody',
    title: 'an alarm that was switched off for one night',
    plant: (p) => (properties(p, alarmOf(p, 'prod-archive-dead-letters')).ActionsEnabled = false),
    names: /Alarm/,
  },
  {
    rule: 'partial-batch-responses',
    title: 'a mapping that deletes what failed',
    plant: (p) => delete properties(p, 'ForwardEventSourceMappingSQSForwardQueue').FunctionResponseTypes,
    names: /ForwardEventSourceMapping.*custom\.workers\.forward/s,
  },
  {
    rule: 'maximum-concurrency-set',
    title: 'a worker without a ceiling',
    plant: (p) => delete properties(p, 'LedgerEventSourceMappingSQSLedgerQueue').ScalingConfig,
    names: /LedgerEventSourceMapping/,
  },
  {
    rule: 'maximum-concurrency-set',
    title: 'provisioned pollers beside the ceiling',
    plant: (p) =>
      (properties(p, 'LedgerEventSourceMappingSQSLedgerQueue').ProvisionedPollerConfig = {
        MinimumPollers: 2,
        MaximumPollers: 10,
      }),
    names: /both MaximumConcurrency and ProvisionedPollerConfig/,
  },
  {
    rule: 'batch-window-over-ten',
    title: 'larger batches without a window',
    plant: (p) => (properties(p, 'DispatchEventSourceMappingSQSDeliveriesQueue').MaximumBatchingWindowInSeconds = 0),
    names: /batches of 100/,
  },
  {
    rule: 'sizes-consistent',
    title: 'a queue that takes less than the topic delivers',
    plant: (p) => (properties(p, 'ForwardQueue').MaximumMessageSize = 131_072),
    names: /ForwardQueue/,
  },
  {
    rule: 'sizes-consistent',
    title: 'bodies that are kept inline up to what SNS takes, without room for attributes',
    plant: (p) => (p.limits.messageBytesMax = 262_144),
    names: /MESSAGE_BYTES_MAX/,
  },
  {
    rule: 'filter-policy-limits',
    title: 'too many types times sources',
    plant: (p) =>
      (properties(p, 'LedgerSubscription').FilterPolicy.source = Array.from(
        { length: 20 },
        (_, index) => `stripe-${index}`,
      )),
    names: /LedgerSubscription.*combinations/s,
  },
  {
    rule: 'unreachable-filter',
    title: 'a filter on an attribute that no event has',
    plant: (p) => (properties(p, 'LedgerSubscription').FilterPolicy.eventType = ['charge.succeeded']),
    names: /eventType/,
  },
  {
    rule: 'type-without-worker',
    title: 'the workers that take everything are narrowed to one source',
    plant: (p) => {
      for (const worker of ['Archive', 'Forward'])
        properties(p, `${worker}Subscription`).FilterPolicy.source = ['stripe-eu'];
    },
    names: /source twilio/,
  },
  {
    rule: 'secrets-present',
    title: 'a source whose only secret has ended',
    plant: (p) =>
      (p.sources['stripe-eu'].secrets = [{ value: 'whsec_of-the-tests', notAfter: '2026-11-01T00:00:00Z' }]),
    names: /stripe-eu.*none of them counts any more/s,
  },
  {
    rule: 'configuration-readable',
    title: 'a destination with a misspelt setting',
    plant: (p) => (p.destinations['crm'].timeoutSecond = 5),
    names: /destinations\.json.*crm/s,
  },
  {
    rule: 'configuration-readable',
    title: 'a redaction object with a source at its top',
    plant: (p) => {
      const { readConfiguration } = p.live;
      p.live.readConfiguration = async (name) =>
        name === 'redaction' ? { text: '{"github":"nope"}', from: 'the tests' } : readConfiguration(name);
    },
    names: /redaction\.json.*all and sources/s,
  },
  {
    rule: 'loopback-destinations-outside-local',
    title: 'the destination of a laptop on prod',
    plant: (p) => (p.destinations['crm'].url = 'https://127.0.0.1:8443/events'),
    names: /destination crm/,
  },
  {
    rule: 'public-url-matches',
    title: 'a URL without TLS',
    plant: (p) => (p.sources['twilio'].options.publicUrl = 'http://hooks.example.com/webhooks/twilio'),
    names: /not https/,
  },
  {
    rule: 'sns-may-send-only-from-topic',
    title: 'a queue policy without its conditions',
    plant: (p) => delete statements(p, policyOf(p, 'ArchiveQueue'))[0].Condition,
    names: /other accounts/,
  },
  {
    rule: 'sns-may-send-only-from-topic',
    title: 'a policy that names another queue',
    plant: (p) => (statements(p, policyOf(p, 'ArchiveQueue'))[0].Resource = { 'Fn::GetAtt': ['ForwardQueue', 'Arn'] }),
    names: /ArchiveSubscription.*lost/s,
  },
  {
    rule: 'tls-only',
    title: 'the statement about TLS is lost',
    plant: (p) => {
      const { PolicyDocument } = properties(p, policyOf(p, 'ForwardQueue'));
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect !== 'Deny');
    },
    names: /ForwardQueue/,
  },
  {
    rule: 'not-public',
    title: 'a bucket that was opened for a download',
    plant: (p) => (properties(p, 'ResultsBucket').PublicAccessBlockConfiguration.BlockPublicPolicy = false),
    names: /ResultsBucket.*BlockPublicPolicy/s,
  },
  {
    rule: 'encrypted',
    title: 'a queue without encryption',
    plant: (p) => delete properties(p, 'ArchiveQueue').SqsManagedSseEnabled,
    names: /ArchiveQueue/,
  },
  {
    rule: 'encrypted',
    title: 'the key of SQS itself on a queue that SNS sends to',
    plant: (p) => (properties(p, 'ArchiveQueue').KmsMasterKeyId = 'alias/aws/sqs'),
    names: /no event would arrive/,
  },
  {
    rule: 'one-role-per-function',
    title: 'a function that borrows the role of another',
    plant: (p) => (properties(p, 'ForwardLambdaFunction').Role = properties(p, 'LedgerLambdaFunction').Role),
    names: /shares LedgerRole/,
    also: ['roles-minimal'],
  },
  {
    rule: 'roles-minimal',
    title: 'all of S3, because one call was denied',
    plant: (p) => (statements(p, 'IngestRole')[2].Action = 's3:*'),
    names: /IngestRole.*s3:\*/s,
  },
  {
    rule: 'roles-minimal',
    title: 'a resource of everything',
    plant: (p) =>
      (statements(p, 'DispatchRole').find(({ Sid }: { Sid: string }) => Sid === 'PublishEvents').Resource = '*'),
    names: /sns:Publish on everything/,
  },
  {
    rule: 'roles-minimal',
    title: 'a right on a table that the function does not use',
    plant: (p) =>
      statements(p, 'IngestRole').push({
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: { 'Fn::GetAtt': ['MarkersTable', 'Arn'] },
      }),
    names: /MarkersTable/,
  },
  {
    rule: 'roles-minimal',
    title: 'a policy of its own, attached to a role that looks narrow',
    plant: (p) =>
      (p.resources['MorePolicy'] = {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'more', Roles: [{ Ref: 'ForwardRole' }], PolicyDocument: allowing('*', '*') },
      }),
    names: /MorePolicy.*allows \*/s,
  },
  {
    rule: 'roles-minimal',
    title: 'any role and any key of any partition',
    plant: (p) =>
      statements(p, 'ForwardRole').push(
        ...allowing('iam:PassRole', 'arn:aws:iam::*:role/*').Statement,
        ...allowing('kms:Decrypt', 'arn:aws-cn:kms:cn-north-1:123456789012:key/?*').Statement,
      ),
    names: /arn:aws:iam::\*.*arn:aws-cn:kms/s,
  },
  {
    rule: 'roles-minimal',
    title: 'every object of a bucket, written in another way',
    plant: (p) =>
      (statements(p, 'ForwardRole').find(({ Sid }: { Sid: string }) => Sid === 'StoreResults').Resource = {
        'Fn::Sub': '${ResultsBucket.Arn}/?*',
      }),
    names: /StoreResults allows every object of ResultsBucket/,
  },
  {
    rule: 'roles-minimal',
    title: 'a role that everybody may take on',
    plant: (p) => (properties(p, 'IngestRole').AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' }),
    names: /IngestRole.*others than lambda/s,
  },
  {
    rule: 'roles-minimal',
    title: 'a worker that may change the markers of others',
    plant: (p) =>
      delete statements(p, 'ForwardRole').find(({ Sid }: { Sid: string }) => Sid === 'KeepMarkers').Condition,
    names: /ForwardRole.*KeepMarkers allows the items of every worker/s,
  },
  {
    rule: 'no-secret-in-environment',
    title: 'a signing secret as a variable',
    plant: (p) => (properties(p, 'ForwardLambdaFunction').Environment.Variables.CRM_SIGNING = 'whsec_b2YtdGhlLXRlc3Rz'),
    names: /CRM_SIGNING/,
  },
  {
    rule: 'throttles-set',
    title: 'the settings of the stage replaced by others',
    plant: (p) => (properties(p, 'HttpApiStage').DefaultRouteSettings = { DetailedMetricsEnabled: true }),
    names: /HttpApiStage/,
  },
  {
    rule: 'throttles-set',
    title: 'a URL of ingest without anything reserved',
    plant: (p) => {
      behindUrl(p);
      delete properties(p, 'IngestLambdaFunction').ReservedConcurrentExecutions;
    },
    names: /IngestLambdaFunctionUrl, serverless\.yml functions\.ingest.*no limit/s,
  },
  {
    rule: 'function-url-answers-senders',
    title: 'a URL with one of the two permissions, as they were made before October 2025',
    plant: (p) => {
      behindUrl(p);
      delete p.resources['IngestLambdaPermissionFn'];
    },
    names: /IngestLambdaFunctionUrl.*nobody may use it.*lambda:InvokeFunction by/s,
  },
  {
    rule: 'function-url-answers-senders',
    title: 'a URL that asks for AWS’s own signature, and lets any page post to it',
    plant: (p) => {
      behindUrl(p);
      Object.assign(properties(p, 'IngestLambdaFunctionUrl'), { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } });
    },
    names: /AuthType AWS_IAM.*pages in a browser/s,
  },
  {
    rule: 'not-public',
    title: 'a permission to call ingest in any way, besides those by its URL',
    plant: (p) => {
      behindUrl(p);
      delete properties(p, 'IngestLambdaPermissionFn').InvokedViaFunctionUrl;
    },
    names: /IngestLambdaPermissionFn.*lets \* call/s,
    also: ['function-url-answers-senders'],
  },
  {
    rule: 'not-public',
    title: 'a URL of ingest beside the API, past its throttle',
    plant: (p) =>
      (p.resources['IngestLambdaFunctionUrl'] = {
        Type: 'AWS::Lambda::Url',
        Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['IngestLambdaFunction', 'Arn'] } },
      }),
    names: /IngestLambdaFunctionUrl.*URL of its own/s,
  },
  {
    rule: 'access-logs-without-secrets',
    title: 'user agents and the request’s query string in the access log',
    plant: (p) =>
      (properties(p, 'HttpApiStage').AccessLogSettings.Format =
        '{"id":"$context.requestId","agent":"$context.identity.userAgent","q":"$request.querystring.token"}'),
    names: /userAgent.*querystring/s,
  },
  {
    rule: 'log-retention',
    title: 'a log group that is kept for ever',
    plant: (p) => delete properties(p, 'ArchiveLogGroup').RetentionInDays,
    names: /ArchiveLogGroup/,
  },
  {
    rule: 'data-survives-the-stack',
    title: 'a table that goes with its stack',
    plant: (p) => delete p.resources['MarkersTable'].DeletionPolicy,
    names: /MarkersTable/,
  },
  {
    rule: 'data-survives-the-stack',
    title: 'prod without point-in-time recovery',
    plant: (p) => delete properties(p, 'DeadLettersTable').PointInTimeRecoverySpecification,
    names: /no point-in-time recovery/,
  },
  {
    rule: 'timeouts-nest',
    title: 'an ingest that outlives the API',
    plant: (p) => (properties(p, 'IngestLambdaFunction').Timeout = 60),
    names: /IngestLambdaFunction.*hangs up/s,
  },
  {
    rule: 'timeouts-nest',
    title: 'a sweep that outlives its minute',
    plant: (p) => (properties(p, 'SweepLambdaFunction').Timeout = 120),
    names: /SweepLambdaFunction.*every 60 s/s,
  },
  {
    rule: 'runtime-supported',
    title: 'a function left on a runtime that has ended',
    plant: (p) => (properties(p, 'KeeperLambdaFunction').Runtime = 'nodejs20.x'),
    names: /nodejs20\.x/,
  },
  {
    rule: 'dead-letter-retention',
    title: 'a queue that forgets while its worker still tries',
    plant: (p) => (properties(p, 'ForwardQueue').MessageRetentionPeriod = 600),
    names: /ForwardQueue.*before they are dead letters/s,
  },
  {
    rule: 'receives-at-least-five',
    title: 'SQS gives up before dispatch does',
    plant: (p) => (properties(p, 'DeliveriesQueue').RedrivePolicy.maxReceiveCount = 6),
    names: /after 6 receives, and DispatchLambdaFunction after 10/,
  },
  {
    rule: 'rows-subscribed',
    title: 'a subscription that wraps what it delivers',
    plant: (p) => delete properties(p, 'ArchiveSubscription').RawMessageDelivery,
    names: /ArchiveSubscription.*RawMessageDelivery/s,
  },
  {
    rule: 'rows-subscribed',
    title: 'a subscription was deleted',
    plant: (p) => delete p.resources['CanarySubscription'],
    names: /CanaryQueue.*canary gets no event/s,
  },
  {
    rule: 'rows-subscribed',
    title: 'a subscription fills the queue of another row',
    plant: (p) => (properties(p, 'ForwardSubscription').Endpoint = { 'Fn::GetAtt': ['ArchiveQueue', 'Arn'] }),
    names: /ForwardQueue.*forward gets no event/s,
  },
  {
    rule: 'rows-subscribed',
    title: 'what cannot be delivered goes back to the work queue',
    plant: (p) =>
      (properties(p, 'ArchiveSubscription').RedrivePolicy.deadLetterTargetArn = {
        'Fn::GetAtt': ['ArchiveQueue', 'Arn'],
      }),
    names: /ArchiveSubscription.*ArchiveDeadLetterQueue/s,
  },
  {
    rule: 'rows-subscribed',
    title: 'a worker without its mapping',
    plant: (p) => delete p.resources['LedgerEventSourceMappingSQSLedgerQueue'],
    names: /no queue feeds the worker ledger/,
  },
  {
    rule: 'nothing-switched-off',
    title: 'a worker was paused in the template',
    plant: (p) => (properties(p, 'ForwardEventSourceMappingSQSForwardQueue').Enabled = false),
    names: /ForwardEventSourceMapping/,
  },
  {
    rule: 'nothing-switched-off',
    title: 'the schedule of sweep was switched off',
    plant: (p) => (properties(p, 'SweepEventsRuleSchedule1').State = 'DISABLED'),
    names: /SweepEventsRuleSchedule1/,
  },
  {
    rule: 'kept-and-forgotten',
    title: 'markers without an end',
    plant: (p) => delete properties(p, 'MarkersTable').TimeToLiveSpecification,
    names: /MarkersTable/,
  },
  {
    rule: 'kept-and-forgotten',
    title: 'results without an end',
    plant: (p) => delete properties(p, 'ResultsBucket').LifecycleConfiguration,
    names: /ResultsBucket.*claim-checks\/ for ever.*results\/forward\/ for ever/s,
  },
  {
    rule: 'kept-and-forgotten',
    title: 'a configuration of which only the last version is kept',
    plant: (p) => (properties(p, 'ConfigBucket').VersioningConfiguration.Status = 'Suspended'),
    names: /ConfigBucket/,
  },
  {
    rule: 'no-switches-of-tests',
    title: 'idempotency was switched off to try something',
    plant: (p) => (properties(p, 'ForwardLambdaFunction').Environment.Variables.POWERTOOLS_IDEMPOTENCY_DISABLED = '1'),
    names: /ForwardLambdaFunction.*POWERTOOLS_IDEMPOTENCY_DISABLED/s,
  },
  {
    rule: 'no-switches-of-tests',
    title: 'AWS is somewhere else',
    plant: (p) =>
      (properties(p, 'IngestLambdaFunction').Environment.Variables.AWS_ENDPOINT_URL_SQS = 'http://127.0.0.1:4566'),
    names: /IngestLambdaFunction.*AWS_ENDPOINT_URL_SQS/s,
  },
  {
    rule: 'not-public',
    title: 'a queue that another account may do everything with',
    plant: (p) => strangers(p, { AWS: 'arn:aws:iam::999999999999:root' }),
    names: /LedgerQueuePolicy.*999999999999/s,
  },
  {
    rule: 'not-public',
    title: 'a queue for everybody who speaks TLS',
    plant: (p) => strangers(p, '*', { Bool: { 'aws:SecureTransport': 'true' } }),
    names: /LedgerQueuePolicy.*everybody in any account/s,
  },
  {
    rule: 'not-public',
    title: 'a function with a URL of its own',
    plant: (p) =>
      (p.resources['ReplayUrl'] = {
        Type: 'AWS::Lambda::Url',
        Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['ReplayLambdaFunction', 'Arn'] } },
      }),
    names: /ReplayUrl/,
  },
  {
    rule: 'not-public',
    title: 'a function that everybody may call',
    plant: (p) =>
      (p.resources['ReplayPermission'] = {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', Principal: '*', FunctionName: { Ref: 'ReplayLambdaFunction' } },
      }),
    names: /ReplayPermission.*lets \* call/s,
  },
  {
    rule: 'tls-only',
    title: 'TLS for reading alone',
    plant: (p) => (statements(p, 'ResultsBucketPolicy')[0].Action = 's3:GetObject'),
    names: /ResultsBucket/,
  },
  {
    rule: 'encrypted',
    title: 'the key of SNS itself on the topic of alarms',
    plant: (p) => (properties(p, 'AlertTopic').KmsMasterKeyId = 'alias/aws/sns'),
    names: /AlertTopic, shared\/resources\/alert-topic\.cjs.*no alarm would be heard/s,
  },
  {
    rule: 'throttles-set',
    title: 'a limit above that of the account',
    plant: (p) => (properties(p, 'HttpApiStage').DefaultRouteSettings.ThrottlingRateLimit = 100_000),
    names: /100000 requests a second/,
  },
  {
    rule: 'loopback-destinations-outside-local',
    title: 'events are posted to where they came in',
    plant: (p) => (p.destinations['crm'].url = 'https://hooks.example.com/webhooks/stripe-eu'),
    names: /destination crm.*for ever/s,
  },
  {
    rule: 'public-url-matches',
    title: 'another source’s path at the host of the stage',
    plant: (p) => (p.sources['twilio'].options.publicUrl = 'https://hooks.example.com/webhooks/stripe-eu'),
    names: /path of its publicUrl is not \/webhooks\/twilio/,
  },
  {
    rule: 'concurrency-fits-account',
    title: 'a reservation that Lambda refuses',
    plant: (p) => (properties(p, 'IngestLambdaFunction').ReservedConcurrentExecutions = 950),
    names: /950 reserved leave fewer than 100 of 1000/,
  },
  {
    rule: 'row-removed-while-not-empty',
    title: 'a row is renamed while its queue has messages',
    plant: (p) => {
      p.live.deployedQueues = async () => [
        { name: 'mail' },
        { name: 'mail-dead-letters', worker: 'mail' },
        { name: 'archive' },
      ];
      p.live.countMessages = async (queue) => (queue === 'mail' ? 12 : 0);
      p.live.countOpenDeadLetters = async () => 0;
    },
    names: /the queue mail, .*12 messages/s,
  },
  {
    rule: 'row-removed-while-not-empty',
    title: 'a row is removed while it has open dead letters',
    plant: (p) => {
      p.live.deployedQueues = async () => [{ name: 'mail' }, { name: 'mail-dead-letters', worker: 'mail' }];
      p.live.countMessages = async () => 0;
      p.live.countOpenDeadLetters = async () => 3;
    },
    names: /3 open dead letters/,
  },
  {
    rule: 'row-removed-while-not-empty',
    title: 'a row is removed by somebody who may not look into its queue',
    plant: (p) => {
      p.live.deployedQueues = async () => [{ name: 'mail' }, { name: 'mail-dead-letters', worker: 'mail' }];
      p.live.countMessages = unread;
      p.live.countOpenDeadLetters = unread;
    },
    names: /nobody knows how many messages.*you may not.*nobody knows how many dead letters mail has/s,
  },
];

test.each(['local', 'prod'] as const)(
  'stage %s as it is packaged breaks no rule, and all of it is looked at',
  async (stage) => {
    const report = await examinedByDoctor(stage);
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.notChecked).toEqual([]);
  },
);

test('every rule is proven by a planting', () => {
  expect([...new Set(plantings.map(({ rule }) => rule))].toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

test.each(plantings)('$rule finds: $title', async ({ rule, plant, names, also = [] }) => {
  const report = await examinedByDoctor('prod', plant);
  expect([...errorRules(report)].toSorted()).toEqual([rule, ...also].toSorted());
  const told = report.findings
    .filter((finding) => finding.rule === rule)
    .map(({ where, what, fix }) => `${where}\n${what}\n${fix}`);
  expect(told.join('\n\n')).toMatch(names);
});

test('no finding tells a secret', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    p.sources['stripe-eu'].secrets = [{ value: 'canary-4711', notAfter: '2026-11-01T00:00:00Z' }, 4711];
    p.destinations['crm'].secrets = ['canary-4711'];
    p.destinations['crm'].url = 'https://user:canary-4711@crm.example.com/';
    properties(p, 'ForwardLambdaFunction').Environment.Variables.API_KEY = 'canary-4711';
  });
  expect(report.findings.length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(report)).not.toContain('canary-4711');
});

test('what does not break anything yet is a warning', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    p.now = new Date('2028-03-01T00:00:00Z');
    p.sources['stripe-eu'].secrets = [{ value: 'whsec_of-the-tests', notAfter: '2028-03-05T00:00:00Z' }];
    properties(p, 'LedgerSubscription').FilterPolicy.type.push('chrage.succeeded');
  });
  expect(errorRules(report)).toEqual([]);
  const warned = report.findings.map(({ rule, what }) => `${rule}: ${what}`).join('\n');
  expect(warned).toMatch(/runtime-supported: .* 60 days/);
  expect(warned).toMatch(/secrets-present: its last secret ends at 2028-03-05/);
  expect(warned).toMatch(/unreachable-filter: waits for chrage\.succeeded/);
});

test('a name in front of the stage, and an account that is small as yet, keep no deploy back', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    p.sources['twilio'].options.publicUrl = 'https://edge.example.com/twilio';
    p.live.accountConcurrency = async () => 10;
    properties(p, 'KeeperLambdaFunction').Runtime = 'nodejs26.x';
  });
  expect(errorRules(report)).toEqual([]);
  const warned = report.findings.map(({ rule, what }) => `${rule}: ${what}`).join('\n');
  expect(warned).toMatch(/public-url-matches: .*edge\.example\.com/);
  expect(warned).toMatch(/concurrency-fits-account: .*leave nothing of the account's 10/);
  expect(warned).toMatch(/runtime-supported: runs on nodejs26\.x/);
});

test('what all mappings may take is more than enough where it is all that the account has', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    p.live.accountConcurrency = async () => concurrencyOfMappings(p);
  });
  expect(report.findings.map(({ rule }) => rule)).toContain('concurrency-fits-account');
});

const concurrencyOfMappings = ({ resources }: Planted) =>
  Object.values(resources).reduce(
    (sum, { Properties }) => sum + (Properties?.ScalingConfig?.MaximumConcurrency ?? 0),
    0,
  );

test('a customer-managed key is wanted everywhere once it is anywhere, and its policy is printed', async () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const report = await examinedByDoctor('prod', (p) => (properties(p, 'EventsTopic').KmsMasterKeyId = key));
  expect(errorRules(report)).toEqual(['encrypted']);
  expect(report.findings.filter(({ rule }) => rule === 'encrypted').map(({ where }) => where)).toContainEqual(
    expect.stringMatching(/^ArchiveQueue,/),
  );
  expect(report.notes).toEqual([
    {
      rule: 'encrypted',
      note: expect.stringMatching(/111122223333[^]*sns\.amazonaws\.com|sns\.amazonaws\.com[^]*111122223333/),
    },
  ]);
});

test('what cannot be read is named with the reason, and everything else is looked at', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    Object.assign(p.live, { readConfiguration: unread, accountConcurrency: unread, deployedQueues: unread });
  });
  expect([...new Set(report.notChecked.map(({ rule }) => rule))].toSorted()).toEqual([
    'concurrency-fits-account',
    'configuration-readable',
    'loopback-destinations-outside-local',
    'public-url-matches',
    'row-removed-while-not-empty',
    'secrets-present',
    'type-without-worker',
  ]);
  expect(report.notChecked.every(({ why }) => why.includes('you may not'))).toBe(true);
});

test('a number that only CloudFormation knows ends nothing, and is named', async () => {
  const report = await examinedByDoctor('prod', (p) => {
    properties(p, 'ForwardLambdaFunction').Timeout = { 'Fn::If': ['Nobody', 30, 60] };
    delete properties(p, 'ArchiveLogGroup').RetentionInDays;
  });
  expect(errorRules(report)).toEqual(['log-retention']);
  expect(report.notChecked).toEqual([
    { rule: 'template', why: expect.stringMatching(/ForwardLambdaFunction.*number/) },
  ]);
});

test('a rule that stops is named without what it stumbled over, and the others are told', async () => {
  const stumbling: Rule = {
    name: 'stumbling',
    reason: 'A test needs one.',
    check: () => JSON.parse('canary-4711'),
  };
  const report = await examinedByDoctor('prod', (p) => delete properties(p, 'ArchiveLogGroup').RetentionInDays, [
    stumbling,
    ...rules,
  ]);
  expect(errorRules(report)).toEqual(['log-retention']);
  expect(report.notChecked).toEqual([
    { rule: 'stumbling', why: expect.stringMatching(/the rule itself stopped: SyntaxError/), isFault: true },
  ]);
  expect(JSON.stringify(report)).not.toContain('canary-4711');
});
