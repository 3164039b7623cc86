import { createResolver } from '../../../../template/create-resolver.ts';
import type { Template, TemplateResource } from '../../../../template/read-packaged-service.ts';
import { readPipeline } from '../../../../local/template/read-pipeline.ts';

function pipelineOf(Resources: Record<string, TemplateResource>) {
  const template: Template = { Parameters: {}, Conditions: {}, Resources };
  const surroundings = {
    accountId: '000000000000',
    region: 'us-east-1',
    stackName: 'tests-local',
    awsUrl: 'http://127.0.0.1:4566',
    webhooksUrl: 'http://127.0.0.1:3000',
  };
  return readPipeline(Resources, createResolver(template, surroundings));
}

test('numbers and booleans that CloudFormation takes as text are numbers and booleans here', () => {
  const { queues, mappings } = pipelineOf({
    Work: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: '60', SqsManagedSseEnabled: true } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] }, FunctionName: 'worker', Enabled: 'false' },
    },
  });
  expect(queues).toEqual([{ logicalId: 'Work', name: 'tests-local-Work', properties: { VisibilityTimeout: 60 } }]);
  expect(mappings[0]?.properties).toEqual({
    EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:tests-local-Work',
    FunctionName: 'worker',
    Enabled: false,
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
  });
});

test('a property of the wrong kind is an error that names the resource and the property', () => {
  expect(() => pipelineOf({ Work: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'long' } } })).toThrow(
    /Work \(AWS::SQS::Queue\) cannot be created:[\s\S]+VisibilityTimeout/,
  );
});

test('a mapping that filters is refused, because local mode would not', () => {
  const Properties = { EventSourceArn: 'a', FunctionName: 'b', FilterCriteria: { Filters: [] } };
  expect(() => pipelineOf({ Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties } })).toThrow(
    'local mode does not filter in the mapping',
  );
});
