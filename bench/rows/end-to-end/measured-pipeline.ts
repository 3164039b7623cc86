import { join } from 'node:path';
import { loadWebhooks } from '../../load/load-webhooks.ts';
import { awaitDrained } from '../../pipelines/await-drained.ts';
import { cpuMsOf } from '../../pipelines/cpu-ms-of.ts';
import { putDestination } from '../../pipelines/put-destination.ts';
import { startPipeline, type RunningPipeline } from '../../pipelines/running-pipeline.ts';
import { storedResults } from '../../pipelines/stored-results.ts';
import { switchMappings } from '../../pipelines/switch-mappings.ts';
import { SHARES } from '../../load/webhooks.ts';

export interface Contender {
  readonly name: 'ours' | 'naive';
  readonly serviceDirectory: string;
  readonly packaged: string;
  readonly destinationUrl: string;
}

export interface Drained {
  readonly acceptedPerSecond: number;
  /** Of the pipeline's process with all its functions. */
  readonly cpuMsPerAccepted: number;
  readonly resultsPerSecond: number;
  readonly cpuMsPerResult: number;
}

const BODY_BYTES = 4096;
/** As many as a busy sender keeps open; more only wait. */
const CONNECTIONS = 32;
const CONSUMERS = ['dispatch', 'archive', 'forward', 'ledger'];
/** Of one webhook of the mix. */
const RESULTS_PER_WEBHOOK = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

export async function startContender(contender: Contender, scratch: string, signal: AbortSignal) {
  const directory = join(scratch, `${contender.name}-${Date.now()}`);
  const pipeline = await startPipeline({ ...contender, directory, signal });
  if (contender.name === 'ours') await putDestination(pipeline.endpoints, contender.destinationUrl);
  return pipeline;
}

/** Takes webhooks while nobody works on them, then works on them while none come. */
export async function acceptThenDrain(
  { endpoints, port }: RunningPipeline,
  count: number,
  signal: AbortSignal,
): Promise<Drained> {
  await switchMappings(endpoints, CONSUMERS, false);
  const beforeLoad = cpuMsOf(endpoints.pid);
  const { seconds } = await loadWebhooks({ port, count, bytes: BODY_BYTES, connections: CONNECTIONS }, signal);
  const afterLoad = cpuMsOf(endpoints.pid);
  const resumedAt = performance.now();
  await switchMappings(endpoints, CONSUMERS, true);
  await awaitDrained(endpoints, signal);
  const drainSeconds = (performance.now() - resumedAt) / 1000;
  const results = count * RESULTS_PER_WEBHOOK;
  return {
    acceptedPerSecond: count / seconds,
    cpuMsPerAccepted: (afterLoad - beforeLoad) / count,
    resultsPerSecond: results / drainSeconds,
    cpuMsPerResult: (cpuMsOf(endpoints.pid) - afterLoad) / results,
  };
}

export interface Latencies {
  readonly answerMs: readonly number[];
  /** From the moment a request was due until a worker's result of its event was stored; one for each result. */
  readonly resultMs: readonly number[];
}

/** @param perSecond left out: as fast as answers come */
export async function measureLatency(
  { endpoints, port }: RunningPipeline,
  { count, perSecond }: { readonly count: number; readonly perSecond?: number },
  signal: AbortSignal,
): Promise<Latencies> {
  const since = Date.now();
  const load = { port, count, bytes: BODY_BYTES, connections: CONNECTIONS };
  const { answerMs, dueAt } = await loadWebhooks({ ...load, ...(perSecond !== undefined && { perSecond }) }, signal);
  await awaitDrained(endpoints, signal);
  const results = await storedResults(endpoints, since);
  const resultMs = results.flatMap(({ eventId, storedAt }) => {
    const due = dueAt[eventId];
    return due === undefined ? [] : [storedAt - due];
  });
  const least = Math.floor(count * RESULTS_PER_WEBHOOK);
  if (resultMs.length < least) throw new Error(`${resultMs.length} results were found where ${least} are due.`);
  return { answerMs, resultMs };
}
