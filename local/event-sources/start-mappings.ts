import { StartRefused } from '../start-refused.ts';
import type { Functions } from '../functions/start-functions.ts';
import type { MappingProperties, Resource } from '../template/read-pipeline.ts';
import type { QueuePort } from '../emulators/start-emulators.ts';
import { startMapping, type Mapping } from './start-mapping.ts';

export interface MappingsSettings {
  readonly mappings: readonly Resource<MappingProperties>[];
  readonly queues: QueuePort;
  readonly functions: Functions;
  readonly region: string;
  readonly speed: number;
  readonly log: (shortName: string, line: string) => void;
}

// What Lambda starts with: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
const concurrentBatches = 5;

/** Starts the enabled mappings of the template, after Lambda's own checks of each. */
export function startMappings(settings: MappingsSettings): Mapping {
  const enabled = settings.mappings.filter(({ properties }) => properties.Enabled);
  for (const mapping of enabled) checkMapping(mapping, settings);
  const started = enabled.map((mapping) => start(mapping, settings));
  return {
    async close() {
      await Promise.all(started.map((mapping) => mapping.close()));
    },
  };
}

function checkMapping({ logicalId, properties }: Resource<MappingProperties>, settings: MappingsSettings): void {
  const { timeoutSeconds, shortName } = settings.functions.describe(lastPart(properties.FunctionName));
  const queueName = lastPart(properties.EventSourceArn);
  const visibilitySeconds = settings.queues.visibilityTimeoutSeconds(queueName);
  if (timeoutSeconds > visibilitySeconds) {
    throw new StartRefused(
      `${logicalId}: ${shortName} may run for ${timeoutSeconds} s, but ${queueName} gives a message again after ` +
        `${visibilitySeconds} s. Lambda refuses that; make VisibilityTimeout at least 6 × the function's time-out.`,
    );
  }
  if (properties.BatchSize > 10 && properties.MaximumBatchingWindowInSeconds < 1) {
    throw new StartRefused(
      `${logicalId}: Lambda takes a BatchSize above 10 only with a batching window of at least 1 s.`,
    );
  }
}

function start({ properties }: Resource<MappingProperties>, settings: MappingsSettings): Mapping {
  const local = settings.functions.describe(lastPart(properties.FunctionName));
  const queueName = lastPart(properties.EventSourceArn);
  return startMapping(
    {
      queueName,
      queueArn: properties.EventSourceArn,
      region: settings.region,
      functionName: local.name,
      batchSize: properties.BatchSize,
      windowMs: (properties.MaximumBatchingWindowInSeconds * 1000) / settings.speed,
      concurrencyMax: Math.min(properties.ScalingConfig?.MaximumConcurrency ?? concurrentBatches, local.concurrencyMax),
      reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      visibilityMs: (settings.queues.visibilityTimeoutSeconds(queueName) * 1000) / settings.speed,
    },
    { ...settings, invoke: settings.functions.invoke, log: (line) => settings.log(local.shortName, line) },
  );
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
