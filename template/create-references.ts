// What Ref and Fn::GetAtt answer for each type: the same kind of value as CloudFormation, with local URLs.
import type { Template } from './read-packaged-service.ts';

export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** Where the emulators listen; queue URLs point there. */
  readonly awsUrl: string;
  /** Where the HTTP API listens, or the function's URL is. */
  readonly webhooksUrl: string;
}

interface Named extends Surroundings {
  readonly name: string;
}

interface TypeReferences {
  readonly nameProperty: string;
  readonly lowerCase?: true;
  readonly ref: (named: Named) => string;
  readonly attributes: Readonly<Record<string, (named: Named) => string>>;
}

const arn =
  (service: string, prefix = '') =>
  (named: Named) =>
    `arn:aws:${service}:${named.region}:${named.accountId}:${prefix}${named.name}`;
const name = (named: Named) => named.name;
const queueUrl = (named: Named) => `${named.awsUrl}/${named.accountId}/${named.name}`;

const types: Readonly<Record<string, TypeReferences>> = {
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arn('sqs'), QueueName: name, QueueUrl: queueUrl },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: arn('sns'),
    attributes: { TopicArn: arn('sns'), TopicName: name },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    lowerCase: true,
    ref: name,
    attributes: { Arn: (named) => `arn:aws:s3:::${named.name}` },
  },
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', ref: name, attributes: { Arn: arn('dynamodb', 'table/') } },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    ref: name,
    attributes: { Arn: arn('lambda', 'function:') },
  },
  'AWS::ApiGatewayV2::Api': {
    nameProperty: 'Name',
    ref: () => 'local',
    attributes: { ApiEndpoint: (named) => named.webhooksUrl, ApiId: () => 'local' },
  },
  'AWS::Lambda::Url': {
    nameProperty: 'TargetFunctionArn',
    ref: name,
    // As AWS ends it.
    attributes: { FunctionUrl: (named) => `${named.webhooksUrl}/`, FunctionArn: name },
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    ref: name,
    attributes: { Arn: (named) => `arn:aws:iam::${named.accountId}:role/${named.name}` },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', ref: name, attributes: { Arn: arn('events', 'rule/') } },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: arn('scheduler', 'schedule/default/') },
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', ref: name, attributes: { Arn: arn('logs', 'log-group:') } },
};

export interface References {
  readonly ref: (id: string) => string;
  readonly getAtt: (logicalId: string, attribute: string) => string;
  readonly nameOf: (logicalId: string) => string;
}

export function createReferences(
  template: Template,
  surroundings: Surroundings,
  resolve: (value: unknown) => unknown,
): References {
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': surroundings.accountId,
    'AWS::Region': surroundings.region,
    'AWS::Partition': 'aws',
    'AWS::StackName': surroundings.stackName,
    'AWS::StackId': `arn:aws:cloudformation:${surroundings.region}:${surroundings.accountId}:stack/${surroundings.stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  function typeOf(logicalId: string): TypeReferences | undefined {
    const resource = template.Resources[logicalId];
    if (resource === undefined) throw new Error(`The template refers to ${logicalId} and has no such resource.`);
    return types[resource.Type];
  }

  function nameOf(logicalId: string): string {
    const type = typeOf(logicalId);
    const given = type && resolve(template.Resources[logicalId]?.Properties[type.nameProperty]);
    if (typeof given === 'string') return given;
    const generated = `${surroundings.stackName}-${logicalId}`;
    return type?.lowerCase === true ? generated.toLowerCase() : generated;
  }

  return {
    nameOf,
    ref(id) {
      const pseudo = pseudoParameters[id];
      if (pseudo !== undefined) return pseudo;
      const type = typeOf(id);
      return type === undefined ? id : type.ref({ ...surroundings, name: nameOf(id) });
    },
    getAtt(logicalId, attribute) {
      const read = typeOf(logicalId)?.attributes[attribute];
      if (read !== undefined) return read({ ...surroundings, name: nameOf(logicalId) });
      const known = template.Resources[logicalId]?.Type;
      throw new Error(
        `Local mode has no attribute ${attribute} for ${logicalId} (${known}). Teach it in template/create-references.ts.`,
      );
    },
  };
}
