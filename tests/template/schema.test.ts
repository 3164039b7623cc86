import { join } from 'node:path';
import { allowedWildcards } from '../../template/checks/allowed-wildcards.ts';
import { checkAgainstSchema } from '../../template/checks/check-against-schema.ts';
import { findWildcards } from '../../template/checks/find-wildcards.ts';
import { runCfnLint } from '../../template/checks/run-cfn-lint.ts';
import { describeDifference } from '../../template/difference/describe-difference.ts';
import { readPackagedService, type Template } from '../../template/read-packaged-service.ts';

const queue = (Properties: Record<string, unknown>) => ({ Type: 'AWS::SQS::Queue', Properties });
const templateOf = (Resources: Template['Resources']) => ({ Resources, Parameters: {} });

describe.each(['local', 'prod'] as const)('the template of stage %s', (stage) => {
  const packaged = readPackagedService(join(String(process.env['PACKAGED_DIR']), stage));

  test("holds nothing that AWS's own description of its types does not know", async () => {
    expect(await checkAgainstSchema((await packaged).template)).toEqual([]);
  });

  test('allows nothing by a wildcard but what is on the list, each with its reason', async () => {
    expect(findWildcards((await packaged).template, allowedWildcards)).toEqual([]);
    for (const { reason } of allowedWildcards) expect(reason.length).toBeGreaterThan(30);
  });
});

test.each<[string, Template['Resources'], string]>([
  ['a type', { Q: { Type: 'AWS::SQS::Kew', Properties: {} } }, 'Q: is of type AWS::SQS::Kew, which AWS does not have'],
  ['a property', { Q: queue({ Visibility: 30 }) }, 'Q.Visibility: is no property of AWS::SQS::Queue'],
  ['a kind of value', { Q: queue({ DelaySeconds: 'ten' }) }, 'Q.DelaySeconds: is "ten", and must be of type integer'],
  ['a reference', { Q: queue({ QueueName: { Ref: 'Other' } }) }, 'Q: refers to Other, which is no resource'],
  ['an attribute', { Q: queue({ QueueName: { 'Fn::GetAtt': ['Q', 'Size'] } }) }, 'Q: asks Q for Size'],
  [
    'what is required',
    { S: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'sqs' } } },
    'S: lacks TopicArn, which AWS::SNS::Subscription requires',
  ],
  [
    'a property deep inside',
    {
      F: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', ScalingConfig: { Maximum: 2 } } },
    },
    'F.ScalingConfig.Maximum: is no property of ScalingConfig',
  ],
])('%s that is wrong is named', async (_, resources, sentence) => {
  const found = await checkAgainstSchema(templateOf(resources));
  expect(found.map(({ place, problem }) => `${place}: ${problem}`).join('\n')).toContain(sentence);
});

const policy = (statement: object) =>
  templateOf({ P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [statement] } } } });

test.each([
  [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/k' }, 'allows the action s3:*'],
  [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }, 'allows it on *'],
  [
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:1:q', Principal: '*' },
    'to everyone',
  ],
  [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::b' }, 'all but what it names'],
])('a wildcard is found in %j', (statement, sentence) => {
  expect(
    findWildcards(policy(statement), [])
      .map(({ problem }) => problem)
      .join(),
  ).toContain(sentence);
});

test('a wide denial, and what lies in a folder, are none; and an exception that nobody needs is named', () => {
  expect(findWildcards(policy({ Effect: 'Deny', Action: 's3:*', Resource: '*', Principal: '*' }), [])).toEqual([]);
  const folder = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/archive/*' });
  expect(findWildcards(folder, [])).toEqual([]);
  expect(findWildcards(folder, [{ resource: 'P', sid: undefined, reason: 'none' }])).toMatchObject([{ place: 'P' }]);
});

test('what several may alike, they may with the actions that are named and no other', () => {
  const may = [{ resource: 'any', sid: 'Trace', actions: ['xray:PutTraceSegments'], reason: 'X-Ray has no resources' }];
  const tracing = { Sid: 'Trace', Effect: 'Allow', Resource: '*' };
  expect(findWildcards(policy({ ...tracing, Action: ['xray:PutTraceSegments'] }), may)).toEqual([]);
  expect(findWildcards(policy({ ...tracing, Action: ['xray:PutTraceSegments', 's3:GetObject'] }), may)).toHaveLength(1);
});

test('a linter that the machine does not have is said not to have run', async () => {
  expect(await runCfnLint('any.json', 'us-east-1', 'cfn-lint-that-nobody-has')).toEqual({
    notRun: 'cfn-lint-that-nobody-has is not installed',
  });
});

test('of two templates it is told what changes and what would be lost, and not when they were packaged', async () => {
  const before = {
    Resources: { Q: queue({ QueueName: 'one', DelaySeconds: 1 }), F: code('1700000000000-2023-11-14T22:13:20.000Z') },
  };
  const after = {
    Resources: { Q: queue({ QueueName: 'two', DelaySeconds: 1 }), F: code('1800000000000-2027-01-15T08:00:00.000Z') },
  };
  const { text, lost, changedResources } = await describeDifference(before, after);
  expect([lost, changedResources]).toEqual([['Q'], 1]);
  expect(text).toContain('QueueName');
  expect(await describeDifference(before, before)).toEqual({ text: '', lost: [], changedResources: 0 });
});

const code = (time: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Bucket: 'b', S3Key: `serverless/webhook-pipeline/prod/${time}/ingest.zip` }, Role: 'r' },
});
