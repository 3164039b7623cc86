import type { AllowedWildcard } from './find-wildcards.ts';

/** Each is looked at by whoever reviews a deploy: none but these, and none for longer than it needs one. */
export const allowedWildcards: readonly AllowedWildcard[] = [
  {
    resource: 'OperateMorePolicy',
    sid: 'FindMappingsAndReadMetrics',
    reason:
      'ListEventSourceMappings and GetMetricData know no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html',
  },
  {
    resource: 'OperateMorePolicy',
    sid: 'PauseWorkers',
    reason: 'A mapping is named by an id that AWS makes up; the condition names the functions of this stage.',
  },
  {
    resource: 'any',
    sid: 'WriteTraces',
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    reason:
      'Of every role, where otelLayerArn is set: X-Ray knows no resources for either: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html',
  },
];
