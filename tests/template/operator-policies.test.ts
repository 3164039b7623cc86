import { readTemplate, referredIds, type Statement } from '../support/template-reader.ts';

const { all, one, template } = readTemplate('prod');
const policies = all('AWS::IAM::ManagedPolicy');
const statementsOf = (id: string): readonly Statement[] =>
  one('AWS::IAM::ManagedPolicy', id).properties.PolicyDocument.Statement;
const actionsOf = (id: string) => statementsOf(id).flatMap(({ Action }) => [Action].flat());

test('the policies of operators are given to nobody by the template', () => {
  expect(policies.map(({ id }) => id)).toEqual([
    'OperatePolicy',
    'ErasePolicy',
    'OperateMorePolicy',
    'ManageSourcesPolicy',
  ]);
  for (const { properties } of policies) {
    expect([properties.Users, properties.Groups, properties.Roles]).toEqual([undefined, undefined, undefined]);
  }
});

test('who looks after dead letters may ask inspect and replay, and nothing else', () => {
  expect(statementsOf('OperatePolicy')).toEqual([
    {
      Sid: 'AskInspectAndReplay',
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: [{ 'Fn::GetAtt': ['InspectLambdaFunction', 'Arn'] }, { 'Fn::GetAtt': ['ReplayLambdaFunction', 'Arn'] }],
    },
  ]);
  for (const id of statementsOf('OperatePolicy').flatMap(({ Resource }) => referredIds(Resource))) {
    expect(template.Resources[id]?.Type).toBe('AWS::Lambda::Function');
  }
});

test('who sees more may count, read logs and pause, and neither receives nor sends nor deletes a message', () => {
  expect([...new Set(actionsOf('OperateMorePolicy'))].toSorted()).toEqual([
    'cloudwatch:GetMetricData',
    'lambda:ListEventSourceMappings',
    'lambda:UpdateEventSourceMapping',
    'logs:FilterLogEvents',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
  ]);
});

test('who manages sources may do so, and nothing else', () => {
  expect(statementsOf('ManageSourcesPolicy').map(({ Action, Resource }) => [Resource, Action])).toEqual([
    [{ 'Fn::Sub': '${ConfigBucket.Arn}/config/sources.json' }, ['s3:GetObject', 's3:PutObject']],
    [{ 'Fn::Sub': '${ConfigBucket.Arn}/offers/*' }, ['s3:GetObject', 's3:DeleteObject']],
    [{ 'Fn::GetAtt': ['ConfigBucket', 'Arn'] }, 's3:ListBucket'],
  ]);
});

test('what can be bound to this stage is', () => {
  const unbound = statementsOf('OperateMorePolicy').filter(
    ({ Resource, Condition }) =>
      referredIds(Resource).every((id) => template.Resources[id] === undefined) &&
      !JSON.stringify([Resource, Condition]).includes('webhook-pipeline-prod-'),
  );
  expect(unbound.map(({ Sid, Action, Resource }) => ({ Sid, Action, Resource }))).toEqual([
    {
      Sid: 'FindMappingsAndReadMetrics',
      Action: ['lambda:ListEventSourceMappings', 'cloudwatch:GetMetricData'],
      Resource: '*',
    },
  ]);
});
