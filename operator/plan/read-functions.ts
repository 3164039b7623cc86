import * as v from 'valibot';
import type { PackagedService, Template } from '../../template/read-packaged-service.ts';

const reference = v.object({ 'Fn::GetAtt': v.pipe(v.array(v.string()), v.minLength(1)) });
const mappingSchema = v.looseObject({
  FunctionName: reference,
  EventSourceArn: reference,
  BatchSize: v.number(),
  MaximumBatchingWindowInSeconds: v.optional(v.number(), 0),
  ScalingConfig: v.optional(v.looseObject({ MaximumConcurrency: v.number() })),
});
const functionSchema = v.looseObject({
  FunctionName: v.string(),
  MemorySize: v.number(),
  ReservedConcurrentExecutions: v.optional(v.number()),
  LoggingConfig: v.optional(v.looseObject({ SystemLogLevel: v.optional(v.string()) })),
});

export const mappingsOf = ({ Resources }: Template) =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => v.parse(mappingSchema, Properties));

/** By the short name of serverless.yml. */
export function functionsOf({ template, shortNames }: PackagedService) {
  const functions = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const { FunctionName, MemorySize, ReservedConcurrentExecutions, LoggingConfig } = v.parse(
      functionSchema,
      Properties,
    );
    const variables = v.parse(
      v.optional(v.looseObject({ Variables: v.record(v.string(), v.unknown()) })),
      Properties['Environment'],
    );
    return [
      {
        id,
        name: shortNames.get(FunctionName),
        memoryMegabytes: MemorySize,
        reserved: ReservedConcurrentExecutions,
        tellsOfSuccess: LoggingConfig?.SystemLogLevel !== 'WARN',
        variables: variables?.Variables ?? {},
      },
    ];
  });
  return (name: string) => {
    const found = functions.find((one) => one.name === name);
    if (!found) throw new Error(`The template has no function ${name}`);
    return found;
  };
}
