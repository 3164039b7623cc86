import { addTracing } from '../../../shared/resources/tracing.cjs';

const LAYER = 'arn:aws:lambda:us-east-1:123456789012:layer:aws-otel-nodejs-arm64:3';

const given = () => ({
  Resources: {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] }, Environment: { Variables: { STAGE: 'prod' } } },
    },
    FnRole: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyDocument: { Statement: [{ Sid: 'WriteLogs' }] } }] },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
  },
});

test('with the layer every function is traced and may say so, and nothing else is touched', () => {
  const template = given();
  addTracing(template, LAYER);
  expect(template.Resources.Fn.Properties).toEqual({
    ...given().Resources.Fn.Properties,
    Layers: [LAYER],
    TracingConfig: { Mode: 'Active' },
    Environment: { Variables: { STAGE: 'prod', AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' } },
  });
  expect(template.Resources.FnRole.Properties.Policies[0]?.PolicyDocument.Statement).toEqual([
    { Sid: 'WriteLogs' },
    {
      Sid: 'WriteTraces',
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: '*',
    },
  ]);
  expect(template.Resources.Queue).toEqual(given().Resources.Queue);
});

test('what is no layer, and a function without a role of its own, are refused', () => {
  expect(() => addTracing(given(), 'arn:aws:lambda:us-east-1:123456789012:function:f')).toThrow('otelLayerArn');
  const { Fn } = given().Resources;
  expect(() => addTracing({ Resources: { Fn } }, LAYER)).toThrow('the role of Fn');
});
