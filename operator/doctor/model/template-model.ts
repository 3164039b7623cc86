// The packaged template as the rules read it: by type, with names and ARNs in place of references.
import * as v from 'valibot';
import { createResolver } from '../../../template/create-resolver.ts';
import type { PackagedService } from '../../../template/read-packaged-service.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import * as policies from './policy-schemas.ts';
import { resolveGently } from './resolve-gently.ts';
import * as schemas from './resource-schemas.ts';

/** The number that AWS's own documents use: a template is of no account. */
export const EXAMPLE_ACCOUNT = '123456789012';

export interface Found<Properties> {
  readonly id: string;
  readonly properties: Properties;
  readonly deletionPolicy: unknown;
  readonly updateReplacePolicy: unknown;
}

export type TemplateModel = ReturnType<typeof readTemplateModel>;
export type Queue = TemplateModel['queues'][number];
export type LambdaFunction = TemplateModel['functions'][number];

/** @throws {CommandError} for a resource that is not as CloudFormation has it */
export function readTemplateModel({ template, stackName, region, shortNames, workers }: PackagedService) {
  const resolver = createResolver(template, {
    accountId: EXAMPLE_ACCOUNT,
    region,
    stackName,
    awsUrl: `https://sqs.${region}.amazonaws.com`,
    webhooksUrl: `https://api.execute-api.${region}.amazonaws.com`,
  });
  const resolved = (value: unknown) => resolveGently(value, resolver.resolve);
  const ids = new Map<unknown, string>();
  for (const id of Object.keys(template.Resources)) {
    for (const reference of [resolved({ 'Fn::GetAtt': [id, 'Arn'] }), resolved({ Ref: id })]) {
      // That of a function's URL is the function's, which is written before it.
      if (!ids.has(reference)) ids.set(reference, id);
    }
  }

  const unknownNumbers: string[] = [];
  const read = <Schema extends v.GenericSchema>(type: string, schema: Schema) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]): Found<v.InferOutput<Schema>> => ({
        id,
        properties: noted(id, parsed(id, schema, resolved(resource.Properties))),
        deletionPolicy: resource['DeletionPolicy'],
        updateReplacePolicy: resource['UpdateReplacePolicy'],
      }));

  function noted<Properties>(id: string, properties: Properties): Properties {
    if (hasUnknownNumber(properties)) unknownNumbers.push(id);
    return properties;
  }

  return {
    /** Resources with a number that only CloudFormation knows. */
    unknownNumbers,
    stackName,
    region,
    /** The rows of custom.workers. */
    workers,
    /** Full function name → its name in serverless.yml. */
    shortNames,
    /** The logical id behind an ARN, a queue's URL or a name. */
    idOf: (reference: unknown) => ids.get(reference),
    functions: read('AWS::Lambda::Function', schemas.functionSchema),
    mappings: read('AWS::Lambda::EventSourceMapping', schemas.mappingSchema),
    queues: read('AWS::SQS::Queue', schemas.queueSchema),
    queuePolicies: read('AWS::SQS::QueuePolicy', policies.queuePolicySchema),
    topics: read('AWS::SNS::Topic', schemas.topicSchema),
    topicPolicies: read('AWS::SNS::TopicPolicy', policies.topicPolicySchema),
    subscriptions: read('AWS::SNS::Subscription', schemas.subscriptionSchema),
    buckets: read('AWS::S3::Bucket', schemas.bucketSchema),
    bucketPolicies: read('AWS::S3::BucketPolicy', policies.bucketPolicySchema),
    tables: read('AWS::DynamoDB::Table', schemas.tableSchema),
    roles: read('AWS::IAM::Role', policies.roleSchema),
    attachedPolicies: [
      ...read('AWS::IAM::Policy', policies.attachedPolicySchema),
      ...read('AWS::IAM::RolePolicy', policies.attachedPolicySchema),
    ],
    permissions: read('AWS::Lambda::Permission', policies.permissionSchema),
    functionUrls: read('AWS::Lambda::Url', policies.functionUrlSchema),
    managedPolicies: read('AWS::IAM::ManagedPolicy', policies.managedPolicySchema),
    alarms: read('AWS::CloudWatch::Alarm', schemas.alarmSchema),
    compositeAlarms: read('AWS::CloudWatch::CompositeAlarm', schemas.alarmSchema),
    logGroups: read('AWS::Logs::LogGroup', schemas.logGroupSchema),
    apiStages: read('AWS::ApiGatewayV2::Stage', schemas.apiStageSchema),
    integrations: read('AWS::ApiGatewayV2::Integration', schemas.integrationSchema),
    domainNames: read('AWS::ApiGatewayV2::DomainName', schemas.domainNameSchema),
    schedules: read('AWS::Events::Rule', schemas.scheduleSchema),
  };
}

const hasUnknownNumber = (value: unknown): boolean =>
  Number.isNaN(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasUnknownNumber));

function parsed<Schema extends v.GenericSchema>(id: string, schema: Schema, value: unknown): v.InferOutput<Schema> {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  const problems = read.issues.map((issue) => `${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  throw new CommandError(exitCode.wrongUsage, `${id} of the template cannot be read (${problems.join('; ')}).`);
}
