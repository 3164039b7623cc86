// What the rules read of each type of resource. Everything that AWS has a default for is optional, as it is in a template.
import * as v from 'valibot';
import { flag, number } from './template-value.ts';

const redriveSchema = v.looseObject({ deadLetterTargetArn: v.string(), maxReceiveCount: v.optional(number) });

export const functionSchema = v.looseObject({
  FunctionName: v.string(),
  Runtime: v.optional(v.string(), ''),
  Timeout: v.optional(number, 3),
  Role: v.string(),
  Environment: v.optional(
    v.looseObject({ Variables: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}) }),
    { Variables: {} },
  ),
  ReservedConcurrentExecutions: v.optional(number),
});

export const mappingSchema = v.looseObject({
  EventSourceArn: v.string(),
  FunctionName: v.string(),
  BatchSize: v.optional(number, 10),
  MaximumBatchingWindowInSeconds: v.optional(number, 0),
  Enabled: v.optional(flag, true),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  ScalingConfig: v.optional(v.looseObject({ MaximumConcurrency: v.optional(number) })),
  ProvisionedPollerConfig: v.optional(v.unknown()),
});

/** With SQS's own defaults: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const queueSchema = v.looseObject({
  QueueName: v.string(),
  VisibilityTimeout: v.optional(number, 30),
  MessageRetentionPeriod: v.optional(number, 345_600),
  MaximumMessageSize: v.optional(number, 1_048_576),
  SqsManagedSseEnabled: v.optional(flag),
  KmsMasterKeyId: v.optional(v.string()),
  RedrivePolicy: v.optional(redriveSchema),
  RedriveAllowPolicy: v.optional(
    v.looseObject({ redrivePermission: v.optional(v.string()), sourceQueueArns: v.optional(v.array(v.string()), []) }),
  ),
});

export const topicSchema = v.looseObject({
  KmsMasterKeyId: v.optional(v.string()),
  Subscription: v.optional(v.array(v.unknown()), []),
});

export const subscriptionSchema = v.looseObject({
  TopicArn: v.string(),
  Protocol: v.string(),
  Endpoint: v.string(),
  RawMessageDelivery: v.optional(flag, false),
  FilterPolicyScope: v.optional(v.string(), 'MessageAttributes'),
  FilterPolicy: v.optional(v.record(v.string(), v.unknown())),
  RedrivePolicy: v.optional(redriveSchema),
});

const metricSchema = v.looseObject({
  Period: v.optional(number),
  Statistic: v.optional(v.string()),
  Namespace: v.optional(v.string()),
  MetricName: v.optional(v.string()),
  Dimensions: v.optional(v.array(v.looseObject({ Name: v.string(), Value: v.string() })), []),
});

export const alarmSchema = v.looseObject({
  ...metricSchema.entries,
  AlarmDescription: v.optional(v.string(), ''),
  AlarmActions: v.optional(v.array(v.string()), []),
  ActionsEnabled: v.optional(flag, true),
  ComparisonOperator: v.optional(v.string()),
  Threshold: v.optional(number),
  Metrics: v.optional(
    v.array(
      v.looseObject({
        Id: v.optional(v.string(), ''),
        Expression: v.optional(v.string()),
        ReturnData: v.optional(flag, true),
        MetricStat: v.optional(
          v.looseObject({ Metric: metricSchema, Period: v.optional(number), Stat: v.optional(v.string()) }),
        ),
      }),
    ),
    [],
  ),
});

export const bucketSchema = v.looseObject({
  VersioningConfiguration: v.optional(v.looseObject({ Status: v.optional(v.string()) })),
  LifecycleConfiguration: v.optional(
    v.looseObject({
      Rules: v.array(
        v.looseObject({
          Status: v.optional(v.string()),
          Prefix: v.optional(v.string()),
          ExpirationInDays: v.optional(number),
        }),
      ),
    }),
  ),
  BucketEncryption: v.optional(
    v.looseObject({
      ServerSideEncryptionConfiguration: v.array(
        v.looseObject({
          ServerSideEncryptionByDefault: v.optional(
            v.looseObject({ SSEAlgorithm: v.string(), KMSMasterKeyID: v.optional(v.string()) }),
          ),
        }),
      ),
    }),
  ),
  OwnershipControls: v.optional(v.looseObject({ Rules: v.array(v.looseObject({ ObjectOwnership: v.string() })) })),
  PublicAccessBlockConfiguration: v.optional(
    v.looseObject({
      BlockPublicAcls: v.optional(flag),
      BlockPublicPolicy: v.optional(flag),
      IgnorePublicAcls: v.optional(flag),
      RestrictPublicBuckets: v.optional(flag),
    }),
  ),
});

export const tableSchema = v.looseObject({
  TimeToLiveSpecification: v.optional(v.looseObject({ Enabled: v.optional(flag) })),
  PointInTimeRecoverySpecification: v.optional(v.looseObject({ PointInTimeRecoveryEnabled: v.optional(flag) })),
  DeletionProtectionEnabled: v.optional(flag),
  SSESpecification: v.optional(v.looseObject({ KMSMasterKeyId: v.optional(v.string()) })),
});

export const logGroupSchema = v.looseObject({
  LogGroupName: v.optional(v.string()),
  RetentionInDays: v.optional(number),
});

export const apiStageSchema = v.looseObject({
  AccessLogSettings: v.optional(v.looseObject({ Format: v.optional(v.string(), '') })),
  DefaultRouteSettings: v.optional(
    v.looseObject({ ThrottlingRateLimit: v.optional(number), ThrottlingBurstLimit: v.optional(number) }),
  ),
});

export const integrationSchema = v.looseObject({
  IntegrationUri: v.optional(v.string()),
  TimeoutInMillis: v.optional(number, 30_000),
});

export const domainNameSchema = v.looseObject({ DomainName: v.string() });

export const scheduleSchema = v.looseObject({
  ScheduleExpression: v.optional(v.string()),
  State: v.optional(v.string(), 'ENABLED'),
  Targets: v.optional(v.array(v.looseObject({ Arn: v.string() })), []),
});
