import { createResolver } from '../../../template/create-resolver.ts';
import type { Template } from '../../../template/read-packaged-service.ts';

const surroundings = {
  accountId: '000000000000',
  region: 'eu-central-1',
  stackName: 'pipeline-local',
  awsUrl: 'http://127.0.0.1:4566',
  webhooksUrl: 'http://127.0.0.1:3000',
};

const template: Template = {
  Parameters: { Team: { Default: 'blue' }, Token: {} },
  Conditions: {
    IsBlue: { 'Fn::Equals': [{ Ref: 'Team' }, 'blue'] },
    IsRed: { 'Fn::Equals': [{ Ref: 'Team' }, 'red'] },
    IsNotRed: { 'Fn::Not': [{ Condition: 'IsRed' }] },
    Both: { 'Fn::And': [{ Condition: 'IsBlue' }, { Condition: 'IsNotRed' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsRed' }, { Condition: 'IsBlue' }] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  },
  Resources: {
    Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-work' } } },
    Unnamed: { Type: 'AWS::SQS::Queue', Properties: {} },
    Events: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'events' } },
    Store: { Type: 'AWS::S3::Bucket', Properties: {} },
    Letters: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'letters' } },
    Worker: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'worker' } },
    HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: {} },
  },
};

const { resolve, isTrue } = createResolver(template, surroundings);

test.each([
  ['Work', 'http://127.0.0.1:4566/000000000000/pipeline-local-work'],
  ['Unnamed', 'http://127.0.0.1:4566/000000000000/pipeline-local-Unnamed'],
  ['Events', 'arn:aws:sns:eu-central-1:000000000000:events'],
  ['Store', 'pipeline-local-store'],
  ['Letters', 'letters'],
  ['Worker', 'worker'],
  ['HttpApi', 'local'],
  ['Integration', 'Integration'],
  ['Team', 'blue'],
  ['AWS::Region', 'eu-central-1'],
  ['AWS::AccountId', '000000000000'],
  ['AWS::Partition', 'aws'],
])('Ref %s is %s', (id, expected) => {
  expect(resolve({ Ref: id })).toBe(expected);
});

test.each([
  [['Work', 'Arn'], 'arn:aws:sqs:eu-central-1:000000000000:pipeline-local-work'],
  [['Work', 'QueueName'], 'pipeline-local-work'],
  ['Work.QueueUrl', 'http://127.0.0.1:4566/000000000000/pipeline-local-work'],
  [['Events', 'TopicArn'], 'arn:aws:sns:eu-central-1:000000000000:events'],
  [['Store', 'Arn'], 'arn:aws:s3:::pipeline-local-store'],
  [['Letters', 'Arn'], 'arn:aws:dynamodb:eu-central-1:000000000000:table/letters'],
  [['Worker', 'Arn'], 'arn:aws:lambda:eu-central-1:000000000000:function:worker'],
  [['HttpApi', 'ApiEndpoint'], 'http://127.0.0.1:3000'],
  [['Role', 'Arn'], 'arn:aws:iam::000000000000:role/pipeline-local-Role'],
])('GetAtt %j is %s', (argument, expected) => {
  expect(resolve({ 'Fn::GetAtt': argument })).toBe(expected);
});

test.each([
  [
    { 'Fn::Sub': 'to ${Work.Arn} by ${Worker} in ${AWS::Region}' },
    'to arn:aws:sqs:eu-central-1:000000000000:pipeline-local-work by worker in eu-central-1',
  ],
  [{ 'Fn::Sub': ['${greeting} ${Team}', { greeting: { Ref: 'Letters' } }] }, 'letters blue'],
  [{ 'Fn::Sub': 'kept: ${!Literal}' }, 'kept: ${Literal}'],
  [{ 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] }, 'integrations/Integration'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
  [{ 'Fn::If': ['IsBlue', { Ref: 'Team' }, 'other'] }, 'blue'],
  [{ nested: [{ deep: { Ref: 'Team' } }] }, { nested: [{ deep: 'blue' }] }],
  [
    { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
    { Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } },
  ],
])('%j resolves', (value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test('AWS::NoValue takes its property or list entry away', () => {
  const absent = { 'Fn::If': ['IsRed', 'red', { Ref: 'AWS::NoValue' }] };
  expect(resolve({ kept: 1, gone: absent, list: [1, absent] })).toEqual({ kept: 1, list: [1] });
});

test.each([
  ['IsBlue', true],
  ['IsRed', false],
  ['IsNotRed', true],
  ['Both', true],
  ['Either', true],
])('condition %s is %s', (condition, expected) => {
  expect(isTrue(condition)).toBe(expected);
});

test.each([
  [{ Ref: 'Nowhere' }, 'The template refers to Nowhere and has no such resource.'],
  [{ Ref: 'Token' }, 'Parameter Token has no default'],
  [{ 'Fn::GetAtt': ['Work', 'Colour'] }, 'no attribute Colour for Work (AWS::SQS::Queue)'],
  [{ 'Fn::ImportValue': 'x' }, 'Local mode cannot resolve Fn::ImportValue'],
  [{ 'Fn::If': ['Unknown', 1, 2] }, 'The template has no condition called Unknown.'],
  [{ 'Fn::If': ['Circle', 1, 2] }, 'Condition Circle depends on itself.'],
  [{ 'Fn::Join': ['-', 'text'] }, 'Fn::Join needs a list'],
])('%j is an error that says why', (value, message) => {
  expect(() => resolve(value)).toThrow(message);
});
