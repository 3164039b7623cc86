// Which CloudFormation types local mode creates, and which it leaves out, each with its reason.
import { StartRefused } from '../start-refused.ts';
import type { Template, TemplateResource } from '../../template/read-packaged-service.ts';

const created: ReadonlySet<string> = new Set([
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
]);

const accessRule =
  'rights of functions, operators and queues are read and enforced by local/iam; others are asked nothing';
const domainRule = 'the API listens on 127.0.0.1, which needs no name';
const alarmRule = 'metrics are counted here, but nothing watches them';

/** Types that a deploy needs and a laptop does not. Adding a type here is a statement that nothing is lost locally. */
const withoutLocalMeaning: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': accessRule,
  'AWS::IAM::Policy': accessRule,
  'AWS::IAM::ManagedPolicy': accessRule,
  'AWS::IAM::RolePolicy': accessRule,
  'AWS::Lambda::Permission': accessRule,
  'AWS::SQS::QueuePolicy': accessRule,
  'AWS::SNS::TopicPolicy': accessRule,
  'AWS::S3::BucketPolicy': accessRule,
  'AWS::ApiGatewayV2::DomainName': domainRule,
  'AWS::ApiGatewayV2::ApiMapping': domainRule,
  'AWS::Route53::RecordSet': domainRule,
  'AWS::KMS::Key': 'nothing is encrypted on this disk',
  'AWS::KMS::Alias': 'nothing is encrypted on this disk',
  'AWS::Logs::LogGroup': 'a log group begins with its first line',
  'AWS::Logs::MetricFilter': alarmRule,
  'AWS::Logs::QueryDefinition': 'logs go to the terminal',
  'AWS::CloudWatch::Alarm': alarmRule,
  'AWS::CloudWatch::CompositeAlarm': alarmRule,
  'AWS::CloudWatch::Dashboard': alarmRule,
  'AWS::Lambda::Version': 'the code as it stands is the only version',
  'AWS::Lambda::EventInvokeConfig': 'asynchronous invocations are tried once',
};

// osls adds a bucket for its own uploads; nothing is uploaded here.
const deploymentBucket = /^ServerlessDeploymentBucket(Policy)?$/;

/** The resources that local mode creates; a type that it has never heard of is an error, because silence would be a hole. */
export function resourcesToCreate(template: Template, isTrue: (condition: string) => boolean) {
  const kept: Record<string, TemplateResource> = {};
  const unknown: string[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (resource.Condition !== undefined && !isTrue(resource.Condition)) continue;
    if (deploymentBucket.test(logicalId) || resource.Type in withoutLocalMeaning) continue;
    if (created.has(resource.Type)) kept[logicalId] = resource;
    else unknown.push(`${logicalId} (${resource.Type})`);
  }
  if (unknown.length === 0) return kept;
  throw new StartRefused(
    `Local mode does not know ${unknown.join(', ')}. ` +
      'Teach it in local/resources/, or list the type with a reason in local/template/resource-types.ts.',
  );
}
