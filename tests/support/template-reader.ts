import { readPackaged, type Template } from './packaged.ts';

/** A value as CloudFormation writes it: a literal or an intrinsic. */
export type CfnValue =
  | string
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly string[] }
  | { readonly 'Fn::Sub': string };

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: CfnValue | readonly CfnValue[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

interface PropertiesByType {
  'AWS::Lambda::Function': {
    readonly FunctionName: string;
    readonly Runtime: string;
    readonly Handler: string;
    readonly Architectures: readonly string[];
    readonly MemorySize: number;
    readonly Timeout: number;
    readonly Description: string;
    readonly Role: CfnValue;
    readonly Environment: { readonly Variables: Readonly<Record<string, CfnValue>> };
  };
  'AWS::Lambda::EventSourceMapping': {
    readonly EventSourceArn: CfnValue;
    readonly FunctionName: CfnValue;
    readonly BatchSize: number;
    readonly MaximumBatchingWindowInSeconds?: number;
    readonly FunctionResponseTypes?: readonly string[];
    readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  };
  'AWS::SQS::Queue': {
    readonly QueueName: string;
    readonly VisibilityTimeout?: number;
    readonly MessageRetentionPeriod: number;
    readonly SqsManagedSseEnabled: boolean;
    readonly RedrivePolicy?: { readonly deadLetterTargetArn: CfnValue; readonly maxReceiveCount: number };
    readonly RedriveAllowPolicy?: { readonly redrivePermission: string; readonly sourceQueueArns: readonly CfnValue[] };
  };
  'AWS::SQS::QueuePolicy': {
    readonly Queues: readonly CfnValue[];
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  };
  'AWS::SNS::Subscription': {
    readonly TopicArn: CfnValue;
    readonly Endpoint: CfnValue;
    readonly RawMessageDelivery?: boolean;
    readonly FilterPolicyScope?: string;
    readonly FilterPolicy?: Readonly<Record<string, unknown>>;
    readonly RedrivePolicy?: { readonly deadLetterTargetArn: CfnValue };
  };
  'AWS::IAM::Role': {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
    readonly ManagedPolicyArns?: readonly unknown[];
  };
  'AWS::IAM::ManagedPolicy': {
    readonly ManagedPolicyName: CfnValue;
    readonly Users?: unknown;
    readonly Groups?: unknown;
    readonly Roles?: unknown;
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  };
  'AWS::Logs::LogGroup': { readonly LogGroupName: string; readonly RetentionInDays: number };
  'AWS::CloudWatch::Alarm': {
    readonly AlarmDescription: string;
    readonly Metrics: readonly {
      readonly Id: string;
      readonly Expression?: string;
      readonly ReturnData: boolean;
      readonly MetricStat?: {
        readonly Metric: {
          readonly Namespace: string;
          readonly MetricName: string;
          readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
        };
        readonly Period: number;
        readonly Stat: string;
      };
    }[];
    readonly Threshold: number;
    readonly ComparisonOperator: string;
    readonly TreatMissingData: string;
  };
  'AWS::S3::Bucket': Readonly<Record<string, unknown>>;
  'AWS::DynamoDB::Table': {
    readonly BillingMode: string;
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
    readonly TimeToLiveSpecification?: unknown;
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName: string;
      readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
      readonly Projection: { readonly NonKeyAttributes: readonly string[] };
    }[];
  };
}

export interface Resource<Type extends keyof PropertiesByType> {
  readonly id: string;
  readonly properties: PropertiesByType[Type];
}

/** Readers of one packaged template, by resource type and by what refers to what. */
export function readTemplate(stage: 'local' | 'prod') {
  const { template, state } = readPackaged(stage);
  const all = <Type extends keyof PropertiesByType>(type: Type): readonly Resource<Type>[] =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      // The tests themselves check these properties; a wrong one fails there.
      .map(([id, { Properties }]) => ({ id, properties: Properties as PropertiesByType[Type] }));
  const one = <Type extends keyof PropertiesByType>(type: Type, id: string): Resource<Type> => {
    const found = all(type).find((resource) => resource.id === id);
    if (!found) throw new Error(`The template has no ${type} ${id}`);
    return found;
  };
  return { template, state, all, one, workers: workersOf(state) };
}

export type TemplateReader = ReturnType<typeof readTemplate>;

/** The logical ids that a value refers to; pseudo parameters such as AWS::Region are none. */
export function referredIds(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Ref') return [String(inner)].filter((id) => !id.startsWith('AWS::'));
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'Fn::Sub')
      return [...String(inner).matchAll(/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/g)].map(([, id]) => id ?? '');
    return referredIds(inner);
  });
}

function workersOf(state: unknown): readonly string[] {
  const { service } = state as { service: { custom: { workers: Record<string, unknown> } } };
  return Object.keys(service.custom.workers);
}

export type { Template };
