import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

import type { AccessGuard } from './access.ts';
import { sampleQueues } from './cloudwatch/sample-queues.ts';
import { SLOT_MS } from './cloudwatch/metric-store.ts';
import { takeEmbeddedMetrics } from './cloudwatch/take-embedded-metrics.ts';
import { functionSeries, type FunctionMetric } from './cloudwatch/series.ts';
import { createContext } from './create-context.ts';
import type { QueuePort } from './queue-port.ts';
import { createQueuePort } from './queue-port.ts';
import { createMappingSwitches, type MappingSwitches } from './mapping-switches.ts';
import { restartQueues } from './restart-queues.ts';
import { routeRequest } from './route-request.ts';

export type { QueuePort } from './queue-port.ts';
export type { ReceivedMessage } from './sqs/messages/received-message.ts';

export interface EmulatorOptions {
  /** Where emulator.sqlite and the folder of DynamoDB live; `:memory:` forgets all on close. */
  readonly directory: string;
  /** 0 takes any free one. A taken port rejects with Node's EADDRINUSE. */
  readonly port: number;
  /** Every SQS duration (visibility, delay, wait, retention) passes this many times faster; attributes read as set. */
  readonly speed?: number;
  /** What queues, topics and buckets take for the time, in milliseconds since 1970: tests move it by hand. */
  readonly now?: () => number;
  readonly region?: string;
  readonly accountId?: string;
  /** Asked before every call; without it everyone may all. */
  readonly guard?: AccessGuard;
  /** Gets every request whose path is under /2015-03-31/. */
  readonly answerLambda?: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface Emulators {
  /** Serves SQS, SNS, S3, DynamoDB, CloudWatch and its Logs, STS, and Lambda if somebody answers for it. */
  readonly url: string;
  readonly queues: QueuePort;
  readonly mappingSwitches: MappingSwitches;
  /** Of a function by its full name, for CloudWatch. */
  countOfFunction(functionName: string, metric: FunctionMetric, value?: number): void;
  /** What a function printed, for CloudWatch Logs. */
  appendLog(line: { readonly functionName: string; readonly requestId: string; readonly line: string }): void;
  /** Of a line in the embedded metric format, for CloudWatch. Tells what is wrong with it, if anything is. */
  takeMetrics(line: string): string | undefined;
  close(): Promise<void>;
}

/** AWS on one port of 127.0.0.1. What was acknowledged survives a kill of the process when a directory is given. */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const server = createServer();
  // An SDK that reuses a connection at the moment we close it as idle sees a reset; so close it long after the SDK has.
  server.keepAliveTimeout = 75_000;
  const url = `http://127.0.0.1:${await listen(server, options.port)}`;
  try {
    return await serve(server, url, options);
  } catch (error) {
    server.close();
    throw error;
  }
}

async function serve(server: Server, url: string, options: EmulatorOptions): Promise<Emulators> {
  const { directory, speed = 1, now, region = 'us-east-1', accountId = '000000000000', answerLambda, guard } = options;
  const context = createContext({ directory, url, speed, now, region, accountId, guard });
  restartQueues(context);
  const services = { context, answerLambda };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void routeRequest(services, request, response);
  });
  const sampling = setInterval(() => sampleQueues(context), SLOT_MS).unref();
  return {
    url,
    queues: createQueuePort(context),
    mappingSwitches: createMappingSwitches(context.database),
    countOfFunction: (name, metric, value) => context.metrics.add(functionSeries(name, metric), value),
    appendLog({ functionName, requestId, line }) {
      if (!context.isClosed()) context.logs.append({ logGroup: `/aws/lambda/${functionName}`, requestId, line });
    },
    takeMetrics: (line) => takeEmbeddedMetrics(line, context.metrics),
    async close() {
      clearInterval(sampling);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      context.close();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  server.off('error', reject);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
