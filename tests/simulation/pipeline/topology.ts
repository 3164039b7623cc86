// What is simulated is what is deployed: everything here is read from the packaged template of stage prod.
import { schedulesOf } from '../../../local/schedules/schedules-of.ts';
import { createResolver } from '../../../template/create-resolver.ts';
import { readPackagedService } from '../../../template/read-packaged-service.ts';
import { readPipeline, type Pipeline } from '../../../local/template/read-pipeline.ts';
import { resourcesToCreate } from '../../../local/template/resource-types.ts';
import type { QueueSettings, SubscriptionSettings } from '../world/world.ts';

const PLACE = { accountId: '000000000000', region: 'us-east-1' };

export interface FunctionSettings {
  readonly name: string;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** A queue that Lambda polls for a function. */
export interface MappingSettings {
  readonly functionName: string;
  readonly queue: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrencyMax: number;
  readonly reportsItemFailures: boolean;
}

export interface ScheduleSettings {
  readonly functionName: string;
  readonly everyMs: number;
}

/** Names of queues are those behind `<service>-<stage>-`, names of functions those of serverless.yml. */
export interface Topology {
  readonly queuePrefix: string;
  readonly queues: readonly QueueSettings[];
  readonly subscriptions: readonly SubscriptionSettings[];
  readonly functions: ReadonlyMap<string, FunctionSettings>;
  readonly mappings: readonly MappingSettings[];
  readonly schedules: readonly ScheduleSettings[];
  /** The rows of custom.workers. */
  readonly workers: readonly string[];
}

/** Lambda's own number where a mapping names none: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const CONCURRENCY_WHERE_NONE_IS_SAID = 5;

/** @param directory where `sls package --stage prod` wrote to */
export async function readTopology(directory: string): Promise<Topology> {
  const packaged = await readPackagedService(directory);
  const { stackName, template } = packaged;
  const surroundings = { ...PLACE, stackName, awsUrl: 'http://sqs.invalid', webhooksUrl: 'http://webhooks.invalid' };
  const resolver = createResolver(template, surroundings);
  const pipeline = readPipeline(resourcesToCreate(template, resolver.isTrue), resolver);
  const queuePrefix = `${stackName}-`;
  const nameOf = (arn: string) => shortQueueName(arn, queuePrefix);
  const functionOf = (arn: string) => {
    const name = lastPart(arn);
    return packaged.shortNames.get(name) ?? name;
  };
  return {
    queuePrefix,
    queues: pipeline.queues.map((queue) => queueSettings(queue, nameOf)),
    subscriptions: pipeline.subscriptions.map(({ properties: { Endpoint, FilterPolicy = {}, RedrivePolicy } }) => ({
      queue: nameOf(Endpoint),
      filterPolicy: FilterPolicy,
      deadLetters: nameOf(String(RedrivePolicy?.['deadLetterTargetArn'])),
    })),
    functions: new Map(pipeline.functions.map((one) => functionSettings(one, functionOf))),
    mappings: pipeline.mappings
      .filter(({ properties }) => properties.Enabled)
      .map(({ properties }) => ({
        functionName: functionOf(properties.FunctionName),
        queue: nameOf(properties.EventSourceArn),
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize,
        windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
        concurrencyMax: properties.ScalingConfig?.MaximumConcurrency ?? CONCURRENCY_WHERE_NONE_IS_SAID,
        reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      })),
    schedules: schedulesOf(pipeline, PLACE).map(({ functionName, everySeconds }) => ({
      functionName: functionOf(functionName),
      everyMs: everySeconds * 1000,
    })),
    workers: Object.keys(packaged.workers),
  };
}

function queueSettings(
  { name, properties: { VisibilityTimeout = 30, RedrivePolicy } }: Pipeline['queues'][number],
  nameOf: (arn: string) => string,
): QueueSettings {
  return {
    name: nameOf(name),
    visibilitySeconds: VisibilityTimeout,
    ...(RedrivePolicy && {
      receivesMax: Number(RedrivePolicy['maxReceiveCount']),
      deadLetters: nameOf(String(RedrivePolicy['deadLetterTargetArn'])),
    }),
  };
}

function functionSettings(
  { name, properties: { Timeout, Environment } }: Pipeline['functions'][number],
  functionOf: (name: string) => string,
): readonly [string, FunctionSettings] {
  const shortName = functionOf(name);
  const variables = Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [key, String(value)]);
  return [shortName, { name: shortName, timeoutMs: Timeout * 1000, variables: Object.fromEntries(variables) }];
}

function shortQueueName(arn: string, prefix: string): string {
  const name = lastPart(arn);
  if (!name.startsWith(prefix)) throw new Error(`${name} does not begin with ${prefix}`);
  return name.slice(prefix.length);
}

const lastPart = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
