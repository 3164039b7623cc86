import { createHash } from 'node:crypto';
import { StartRefused } from '../start-refused.ts';
import type { Functions } from '../functions/start-functions.ts';
import type { MappingProperties, Resource } from '../template/read-pipeline.ts';
import type { QueuePort } from '../emulators/start-emulators.ts';
import { startMapping, type Mapping } from './start-mapping.ts';
import { createSwitchedMapping, type MappingState, type SwitchedMapping } from './switched-mapping.ts';

export interface MappingsSettings {
  readonly mappings: readonly Resource<MappingProperties>[];
  readonly queues: QueuePort;
  /** Whether the function's role lets its mapping take from the queue. */
  readonly mayPoll: (shortName: string, queueArn: string) => boolean;
  /** What somebody has switched outlives a start. */
  readonly switches: {
    isEnabled(id: string): boolean | undefined;
    set(id: string, isEnabled: boolean): void;
  };
  readonly functions: Functions;
  readonly region: string;
  readonly speed: number;
  readonly log: (shortName: string, line: string) => void;
}

/** One mapping as Lambda's API shows it. */
export interface MappingDescription {
  readonly id: string;
  readonly properties: MappingProperties;
  readonly functionName: string;
  readonly functionArn: string;
  readonly shortName: string;
  readonly state: MappingState;
}

export interface Mappings {
  list(): readonly MappingDescription[];
  /** Undefined where there is none of this id. */
  setEnabled(id: string, isEnabled: boolean): MappingDescription | undefined;
  close(): Promise<void>;
}

// What Lambda starts with: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
const concurrentBatches = 5;

/** Starts the enabled mappings, after Lambda's own checks of each. */
export function startMappings(settings: MappingsSettings): Mappings {
  const known = settings.mappings.map((mapping) => {
    const id = idOf(mapping.properties);
    return { id, mapping, isEnabled: settings.switches.isEnabled(id) ?? mapping.properties.Enabled };
  });
  for (const { mapping, isEnabled } of known) if (isEnabled) checkMapping(mapping, settings);
  const switched = known.map(({ id, mapping, isEnabled }) => ({
    id,
    mapping,
    running: createSwitchedMapping(() => start(mapping, settings), isEnabled),
  }));

  const describe = ({ id, mapping: { properties }, running }: (typeof switched)[number]): MappingDescription => {
    const local = settings.functions.describe(lastPart(properties.FunctionName));
    const { name: functionName, arn: functionArn, shortName } = local;
    return { id, properties, functionName, functionArn, shortName, state: running.state };
  };

  return {
    list: () => switched.map(describe),
    setEnabled(id, isEnabled) {
      const found = switched.find((one) => one.id === id);
      if (found === undefined) return undefined;
      if (isEnabled) checkMapping(found.mapping, settings);
      settings.switches.set(id, isEnabled);
      found.running.set(isEnabled);
      return describe(found);
    },
    async close() {
      await Promise.all(switched.map(({ running }: { readonly running: SwitchedMapping }) => running.close()));
    },
  };
}

/** The same at every start: a function has one mapping of a queue. */
function idOf({ FunctionName, EventSourceArn }: MappingProperties): string {
  const hash = createHash('sha256')
    .update(`${lastPart(FunctionName)} ${lastPart(EventSourceArn)}`)
    .digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
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
  if (!settings.mayPoll(shortName, properties.EventSourceArn)) {
    throw new StartRefused(
      `${logicalId}: the role of ${shortName} must allow sqs:ReceiveMessage, sqs:DeleteMessage and ` +
        `sqs:GetQueueAttributes on ${queueName}. Lambda refuses a mapping without them.`,
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
