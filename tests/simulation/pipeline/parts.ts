import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { simulatedProviders } from '../actors/simulated-providers.ts';
import type { Environment, EnvironmentPorts } from '../world/world.ts';

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** What the simulated pipeline is put together from; production's own, unless a bug is planted in one of them. */
export interface PipelineParts {
  readonly providers: readonly Provider[];
  /** The ports as a function gets them. */
  readonly portsOf: (environment: Environment) => EnvironmentPorts;
  /** What the poller of a function behind a queue invokes. */
  readonly handlerOf: (functionName: string, handler: QueueHandler) => QueueHandler;
}

/** Nothing is changed. */
export const productionParts: PipelineParts = {
  providers: simulatedProviders,
  portsOf: ({ ports }) => ports,
  handlerOf: (_, handler) => handler,
};
