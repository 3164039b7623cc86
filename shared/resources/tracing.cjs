// Traces by the AWS Distro for OpenTelemetry, as a layer: nothing of it is in our bundles.

/** @typedef {{ Type: string, Properties?: Record<string, any> }} Resource */
/** @typedef {{ Resources: Record<string, Resource> }} Template */

/** X-Ray knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const writeTraces = {
  Sid: 'WriteTraces',
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
};

/**
 * Gives every function the layer, and every function's role the right to send what it gathers.
 * https://aws-otel.github.io/docs/getting-started/lambda/lambda-js
 * @param {Template} template
 * @param {string} layerArn
 * @throws {Error} for what is no ARN of a layer's version, and for a function whose role cannot be found
 */
function addTracing({ Resources }, layerArn) {
  if (!/^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/.test(layerArn)) {
    throw new Error(`otelLayerArn: ${layerArn} is no ARN of a version of a layer`);
  }
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    Properties['Layers'] = [...(Properties['Layers'] ?? []), layerArn];
    Properties['TracingConfig'] = { Mode: 'Active' };
    Properties['Environment'] ??= { Variables: {} };
    Properties['Environment'].Variables['AWS_LAMBDA_EXEC_WRAPPER'] = '/opt/otel-handler';
    const role = Resources[Properties['Role']?.['Fn::GetAtt']?.[0]];
    if (!role) throw new Error(`otelLayerArn: the role of ${id} is not in the template`);
    role.Properties?.['Policies'][0].PolicyDocument.Statement.push(writeTraces);
  }
}

module.exports = { addTracing };
