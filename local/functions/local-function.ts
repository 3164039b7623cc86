import type { FunctionProperties, Resource } from '../template/read-pipeline.ts';

/** A Lambda function of the template, with everything that an environment needs to run it. */
export interface LocalFunction {
  /** As in AWS: <service>-<stage>-<short name>. */
  readonly name: string;
  /** As in serverless.yml. */
  readonly shortName: string;
  readonly arn: string;
  /** Path of the module without extension, relative to the service. */
  readonly modulePath: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly concurrencyMax: number;
  /** The template's own variables, resolved. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A function without reserved concurrency gets this many environments; a laptop has a few cores, not a Region. */
const environmentsByDefault = 4;
/** More threads than this make everything slower on a laptop, so larger reservations are cut. */
const environmentsMax = 16;

export function describeFunction(
  { name, properties }: Resource<FunctionProperties>,
  shortName: string,
  arn: string,
): LocalFunction {
  const dot = properties.Handler.lastIndexOf('.');
  const variables = Object.entries(properties.Environment?.Variables ?? {});
  return {
    name,
    shortName,
    arn,
    modulePath: properties.Handler.slice(0, dot),
    exportName: properties.Handler.slice(dot + 1),
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    concurrencyMax: Math.min(properties.ReservedConcurrentExecutions ?? environmentsByDefault, environmentsMax),
    variables: Object.fromEntries(variables.map(([variable, value]) => [variable, asText(name, variable, value)])),
  };
}

function asText(functionName: string, variable: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The variable ${variable} of ${functionName} is ${JSON.stringify(value)}; Lambda takes text only.`);
}
