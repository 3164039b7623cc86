import type { Template } from '../../../../template/read-packaged-service.ts';
import { resourcesToCreate } from '../../../../local/template/resource-types.ts';

function templateOf(resources: Record<string, { Type: string; Condition?: string }>): Template {
  const Resources = Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, { Properties: {}, ...resource }]),
  );
  return { Parameters: {}, Conditions: {}, Resources };
}

test('an unknown resource type is an error that names it and says where to add it', () => {
  const template = templateOf({ Stream: { Type: 'AWS::Kinesis::Stream' }, Bus: { Type: 'AWS::Events::EventBus' } });
  expect(() => resourcesToCreate(template, () => true)).toThrow(
    'Local mode does not know Stream (AWS::Kinesis::Stream), Bus (AWS::Events::EventBus). ' +
      'Teach it in local/resources/, or list the type with a reason in local/template/resource-types.ts.',
  );
});

test('types without local meaning and the deployment bucket of the framework are left out', () => {
  const template = templateOf({
    ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
    ServerlessDeploymentBucketPolicy: { Type: 'AWS::S3::BucketPolicy' },
    Role: { Type: 'AWS::IAM::Role' },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Queue: { Type: 'AWS::SQS::Queue' },
  });
  expect(Object.keys(resourcesToCreate(template, () => true))).toEqual(['Queue']);
});

test('a resource whose condition is false does not exist, whatever its type', () => {
  const template = templateOf({
    Stream: { Type: 'AWS::Kinesis::Stream', Condition: 'OnAws' },
    Queue: { Type: 'AWS::SQS::Queue', Condition: 'Always' },
  });
  expect(Object.keys(resourcesToCreate(template, (condition) => condition === 'Always'))).toEqual(['Queue']);
});
