// What the rules read of each type of resource. Everything that AWS has a default for is optional, as it is in a template.
import * as v from 'valibot';

/** CloudFormation takes a number that is written as a text. */
const number = v.union([v.number(), v.pipe(v.string(), v.decimal(), v.transform(Number))]);
const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);
const texts = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
]);

const statementSchema = v.looseObject({
  Sid: v.optional(v.string(), ''),
  Effect: v.string(),
  Action: v.optional(texts, []),
  Resource: v.optional(texts, []),
  Principal: v.optional(v.unknown()),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
});

const documentSchema = v.looseObject({
  Statement: v.union([
    v.array(statementSchema),
    v.pipe(
      statementSchema,
      v.transform((one) => [one]),
    ),
  ]),
});

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
  FilterPolicyScope: v.optional(v.string(), 'MessageAttributes'),
  FilterPolicy: v.optional(v.record(v.string(), v.unknown())),
  RedrivePolicy: v.optional(redriveSchema),
});

export const queuePolicySchema = v.looseObject({ Queues: v.array(v.string()), PolicyDocument: documentSchema });
export const topicPolicySchema = v.looseObject({ Topics: v.array(v.string()), PolicyDocument: documentSchema });
export const bucketPolicySchema = v.looseObject({ Bucket: v.string(), PolicyDocument: documentSchema });

export const roleSchema = v.looseObject({
  Policies: v.optional(v.array(v.looseObject({ PolicyDocument: documentSchema })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
});
export const managedPolicySchema = v.looseObject({ PolicyDocument: documentSchema });

const metricSchema = v.looseObject({
  Namespace: v.optional(v.string()),
  MetricName: v.optional(v.string()),
  Dimensions: v.optional(v.array(v.looseObject({ Name: v.string(), Value: v.string() })), []),
});

export const alarmSchema = v.looseObject({
  ...metricSchema.entries,
  AlarmDescription: v.optional(v.string(), ''),
  AlarmActions: v.optional(v.array(v.string()), []),
  ActionsEnabled: v.optional(flag, true),
  Metrics: v.optional(v.array(v.looseObject({ MetricStat: v.optional(v.looseObject({ Metric: metricSchema })) })), []),
});

export const bucketSchema = v.looseObject({
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
  Targets: v.optional(v.array(v.looseObject({ Arn: v.string() })), []),
});

export type Statement = v.InferOutput<typeof statementSchema>;
