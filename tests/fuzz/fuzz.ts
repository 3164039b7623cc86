// `npm run fuzz`: property-based hostile HTTP against the running front and ingest.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubPush, post } from '../support/post-webhook.ts';
import { exitCode, runProgram, stopOnInterrupt } from '../support/run-program.ts';
import { createAcceptedDeliveries } from './accepted-deliveries.ts';
import { describeReport } from './describe-report.ts';
import { createAttempt, fuzz, ShownBreach } from './fuzz-run.ts';
import { startFuzzedPipeline, type FuzzedPipeline } from './fuzzed-pipeline.ts';
import type { Exchange } from './hostile-request.ts';
import { Breach } from './judge-answers.ts';
import { readOptions, type FuzzOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { readExchange } from './read-exchange.ts';

const stopping = stopOnInterrupt();

/** Rounds of a run that is told its requests; each ends with a look at memory and output. */
const ROUNDS = 8;
/** Requests of an exchange, on average. */
const EXCHANGE_REQUESTS = 1.3;
const ROUND_EXCHANGES_BY_TIME = 600;
/** A run this short times smaller bodies: four dozen of 4 MiB take longer than all the rest of it. */
const SHORT_REQUESTS = 1000;

async function main(options: FuzzOptions): Promise<number> {
  const exchange = options.replay === undefined ? undefined : await readExchange(options.replay);
  const pipeline = await startFuzzedPipeline(options.packaged, stopping);
  const stopped = Promise.withResolvers<never>();
  stopping.addEventListener('abort', () => stopped.reject(stopping.reason));
  try {
    stopping.throwIfAborted();
    const performed = exchange ? replay(pipeline, exchange, options) : fuzzOnce(pipeline, options);
    say(await Promise.race([performed, stopped.promise]));
    return exitCode.held;
  } catch (error) {
    // An exchange that cannot even be sent says nothing about the pipeline.
    if (stopping.aborted || (exchange && !(error instanceof Breach))) throw error;
    await explainBreach(error, options, pipeline);
    return exitCode.breached;
  } finally {
    await pipeline.close();
  }
}

async function fuzzOnce(pipeline: FuzzedPipeline, options: FuzzOptions): Promise<string> {
  const progress = createProgress(options.json);
  try {
    const report = await fuzz(pipeline, { ...settingsOf(options), onProgress: (counts) => progress.show(counts) });
    return options.json ? JSON.stringify({ seed: options.seed, ...report }) : describeReport(options.seed, report);
  } finally {
    progress.end();
  }
}

function settingsOf({ seed, requests, minutes }: FuzzOptions) {
  const endsAt = minutes === undefined ? undefined : performance.now() + minutes * 60_000;
  return {
    seed,
    roundExchanges: minutes === undefined ? Math.ceil(requests / EXCHANGE_REQUESTS / ROUNDS) : ROUND_EXCHANGES_BY_TIME,
    goesOn: (rounds: number) => (endsAt === undefined ? rounds < ROUNDS : performance.now() < endsAt),
    largestBytes: (minutes === undefined && requests <= SHORT_REQUESTS ? 1 : 4) * 1024 * 1024,
    largeShare: minutes === undefined ? 1 : 2,
  };
}

async function replay(pipeline: FuzzedPipeline, exchange: Exchange, { json }: FuzzOptions): Promise<string> {
  // What starts with the first webhook would take its time from the exchange.
  await post(pipeline.endpoints.webhooks, githubPush());
  const counts = { requests: 0, accepted: 0, benign: 0, answers: {} };
  await createAttempt(pipeline, createAcceptedDeliveries(), counts)(exchange);
  if (json) return JSON.stringify({ answers: counts.answers });
  return `Held: answered ${Object.keys(counts.answers).join(', ') || 'nothing'}`;
}

async function explainBreach(error: unknown, options: FuzzOptions, pipeline: FuzzedPipeline): Promise<void> {
  const sentence = error instanceof Error ? error.message : String(error);
  const lines = [`Did not hold: ${sentence}`];
  if (options.replay === undefined) lines.push(`Again: npm run fuzz -- --seed ${options.seed}`);
  let file = options.replay;
  if (error instanceof ShownBreach) {
    file = join(await mkdtemp(join(tmpdir(), 'webhook-pipeline-breach-')), 'exchange.json');
    await writeFile(file, `${JSON.stringify(error.exchange, null, 2)}\n`);
    lines.push(`Only this: npm run fuzz -- --replay ${file}`);
  }
  const printed = pipeline.unexpectedLines().slice(0, 5);
  if (printed.length > 0) lines.push(`It printed:\n${printed.join('\n')}`);
  if (!pipeline.isAlive()) lines.push(`The process had ended. Its last words:\n${pipeline.lastLines()}`);
  if (options.json)
    say(JSON.stringify({ ...(options.replay === undefined && { seed: options.seed }), breach: sentence, file }));
  process.stderr.write(`${lines.join('\n')}\n`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

await runProgram(() => main(readOptions(process.argv)), {
  signal: stopping,
  sentence: 'Stopped before the end: this proves nothing.',
});
