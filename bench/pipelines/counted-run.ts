import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedInvocation } from '../../local/functions/record-invocations.ts';
import { loadWebhooks } from '../load/load-webhooks.ts';
import { awaitDrained } from './await-drained.ts';
import type { CountedCall } from './counted-call.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { printedBytes } from './printed-bytes.ts';
import { putDestination } from './put-destination.ts';
import { startPipeline } from './running-pipeline.ts';
import { switchMappings } from './switch-mappings.ts';

export interface CountedRunSpec {
  readonly serviceDirectory: string;
  readonly packaged: string;
  /** For this run alone. */
  readonly directory: string;
  readonly destinationUrl: string;
  readonly count: number;
  readonly bytes: number;
  /** As it passes on AWS; left out: all wait in the queue before dispatch begins, and then before the workers begin. */
  readonly perSecond?: number;
  /** SQS times and windows pass so many times faster here, and so do the webhooks come. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
}

/** All that is billed of a run, from the first webhook until the last queue is empty. */
export interface CountedRun {
  readonly webhooks: number;
  readonly bodyBytes: number;
  readonly calls: readonly CountedCall[];
  readonly invocations: readonly RecordedInvocation[];
  /** By function. */
  readonly printedBytes: ReadonlyMap<string, number>;
}

const CONNECTIONS = 8;
const WORKERS = ['archive', 'forward', 'ledger'];

/** Runs a pipeline with a proxy before AWS that counts what functions ask, and lets local mode write down what it invokes. */
export async function countRun(spec: CountedRunSpec): Promise<CountedRun> {
  const { serviceDirectory, packaged, directory, count, bytes, perSecond, speed = 1, signal } = spec;
  const proxy = await startCountingProxy();
  const invocationsFile = join(directory, 'invocations.jsonl');
  const pipeline = await startPipeline({
    serviceDirectory,
    packaged,
    directory,
    speed,
    env: { FUNCTIONS_AWS_URL: proxy.url, LOCAL_RECORD_INVOCATIONS: invocationsFile },
    ...(signal && { signal }),
  });
  try {
    const { endpoints, port } = pipeline;
    proxy.leadTo(endpoints.aws);
    if (endpoints.buckets['ConfigBucket'] !== undefined) await putDestination(endpoints, spec.destinationUrl);
    const load = { port, count, bytes, connections: CONNECTIONS };
    if (perSecond === undefined) {
      // Batches are as full as they can be, whatever else this machine has to do.
      await switchMappings(endpoints, ['dispatch', ...WORKERS], false);
      await loadWebhooks(load, signal);
      await switchMappings(endpoints, ['dispatch'], true);
      await awaitDeliveriesTaken(endpoints, signal);
      await switchMappings(endpoints, WORKERS, true);
    } else {
      await loadWebhooks({ ...load, perSecond: perSecond * speed }, signal);
    }
    await awaitDrained(endpoints, signal);
    return {
      webhooks: count,
      bodyBytes: bytes,
      calls: proxy.calls,
      invocations: readInvocations(invocationsFile),
      printedBytes: await printedBytes(endpoints),
    };
  } finally {
    await pipeline.stop();
    await proxy.close();
  }
}

const awaitDeliveriesTaken = (endpoints: Parameters<typeof awaitDrained>[0], signal?: AbortSignal) => {
  const queues = Object.entries(endpoints.queues).filter(([name]) => /deliveries(?:queue)?$/i.test(name));
  return awaitDrained({ ...endpoints, queues: Object.fromEntries(queues) }, signal);
};

const readInvocations = (file: string): readonly RecordedInvocation[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
