// The resolved resources, typed. Properties that only mean something on AWS (encryption, tags, lifecycle) are left out.
import { StartRefused } from '../start-refused.ts';
import * as v from 'valibot';
import type { TemplateResource } from '../../template/read-packaged-service.ts';
import type { Resolver } from '../../template/create-resolver.ts';

// CloudFormation takes numbers and booleans as text too.
const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.number());
const boolean = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform((value) => value === true || value === 'true'),
);
const json = v.record(v.string(), v.unknown());

const queue = v.object({
  DelaySeconds: v.optional(number),
  MaximumMessageSize: v.optional(number),
  MessageRetentionPeriod: v.optional(number),
  ReceiveMessageWaitTimeSeconds: v.optional(number),
  VisibilityTimeout: v.optional(number),
  RedrivePolicy: v.optional(json),
  RedriveAllowPolicy: v.optional(json),
});
const subscription = v.object({
  TopicArn: v.string(),
  Protocol: v.string(),
  Endpoint: v.string(),
  RawMessageDelivery: v.optional(boolean),
  FilterPolicy: v.optional(json),
  FilterPolicyScope: v.optional(v.string()),
  RedrivePolicy: v.optional(json),
});
const bucket = v.object({ VersioningConfiguration: v.optional(v.object({ Status: v.string() })) });
const secondaryIndex = v.looseObject({ IndexName: v.string() });
const table = v.object({
  KeySchema: v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
  AttributeDefinitions: v.array(v.object({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: v.optional(v.array(secondaryIndex)),
  LocalSecondaryIndexes: v.optional(v.array(secondaryIndex)),
});
const lambdaFunction = v.object({
  Handler: v.string(),
  MemorySize: v.optional(number, 128),
  Timeout: v.optional(number, 3),
  ReservedConcurrentExecutions: v.optional(number),
  Environment: v.optional(v.object({ Variables: v.optional(v.record(v.string(), v.unknown()), {}) })),
});
const mapping = v.object({
  EventSourceArn: v.string(),
  FunctionName: v.string(),
  Enabled: v.optional(boolean, true),
  BatchSize: v.optional(number, 10),
  MaximumBatchingWindowInSeconds: v.optional(number, 0),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(number) })),
  FilterCriteria: v.optional(v.never('local mode does not filter in the mapping; filter in the subscription')),
});
const enabledState = v.optional(v.string(), 'ENABLED');
const rule = v.object({
  ScheduleExpression: v.string('local mode has no event bus, only rules with a schedule'),
  EventPattern: v.optional(v.never('local mode has no event bus, only rules with a schedule')),
  State: enabledState,
  Targets: v.array(
    v.object({
      Arn: v.string(),
      Input: v.optional(v.string()),
      InputPath: v.optional(v.never('local mode sends Input or the whole event')),
      InputTransformer: v.optional(v.never('local mode sends Input or the whole event')),
    }),
  ),
});
const schedule = v.object({
  ScheduleExpression: v.string(),
  State: enabledState,
  StartDate: v.optional(v.never('local mode schedules without beginning or end')),
  EndDate: v.optional(v.never('local mode schedules without beginning or end')),
  Target: v.object({ Arn: v.string(), Input: v.optional(v.string()) }),
});
const route = v.object({ RouteKey: v.string(), Target: v.string() });
const integration = v.object({ IntegrationUri: v.string(), PayloadFormatVersion: v.literal('2.0') });

export type QueueProperties = v.InferOutput<typeof queue>;
export type SubscriptionProperties = v.InferOutput<typeof subscription>;
export type TableProperties = v.InferOutput<typeof table>;
export type FunctionProperties = v.InferOutput<typeof lambdaFunction>;
export type MappingProperties = v.InferOutput<typeof mapping>;

/** A resource of the template, with the name that it has here. */
export interface Resource<Properties> {
  readonly logicalId: string;
  readonly name: string;
  readonly properties: Properties;
}

export type Pipeline = ReturnType<typeof readPipeline>;

export function readPipeline(resources: Readonly<Record<string, TemplateResource>>, resolver: Resolver) {
  function all<Schema extends v.GenericSchema>(type: string, schema: Schema): Resource<v.InferOutput<Schema>>[] {
    return Object.entries(resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => {
        const parsed = v.safeParse(schema, resolver.resolve(resource.Properties));
        if (!parsed.success)
          throw new StartRefused(`${logicalId} (${type}) cannot be created:\n${v.summarize(parsed.issues)}`);
        return { logicalId, name: resolver.nameOf(logicalId), properties: parsed.output };
      });
  }
  return {
    queues: all('AWS::SQS::Queue', queue),
    topics: all('AWS::SNS::Topic', v.object({})),
    subscriptions: all('AWS::SNS::Subscription', subscription),
    buckets: all('AWS::S3::Bucket', bucket),
    tables: all('AWS::DynamoDB::Table', table),
    functions: all('AWS::Lambda::Function', lambdaFunction),
    mappings: all('AWS::Lambda::EventSourceMapping', mapping),
    rules: all('AWS::Events::Rule', rule),
    schedules: all('AWS::Scheduler::Schedule', schedule),
    routes: all('AWS::ApiGatewayV2::Route', route),
    integrations: all('AWS::ApiGatewayV2::Integration', integration),
  };
}
