// `npm run fuzz`: property-based hostile HTTP against the running front and ingest.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from '@commander-js/extra-typings';
import { githubPush, post } from '../support/post-webhook.ts';
import { createAcceptedDeliveries } from './accepted-deliveries.ts';
import { describeReport } from './describe-report.ts';
import { createAttempt, fuzz, ShownBreach, type Counts, type FuzzReport } from './fuzz-run.ts';
import { NotStarted, startFuzzedPipeline, type FuzzedPipeline } from './fuzzed-pipeline.ts';
import type { Exchange } from './hostile-request.ts';
import { readOptions, type FuzzOptions } from './options.ts';

const exitCode = { held: 0, breach: 1, notRun: 2, interrupted: 130 } as const;

/** Rounds of a run that is told its requests; each ends with a look at memory and output. */
const ROUNDS = 8;
/** Requests of an exchange, on average. */
const EXCHANGE_REQUESTS = 1.3;
const ROUND_EXCHANGES_BY_TIME = 600;
/** A run this short times smaller bodies: four dozen of 4 MiB take longer than all the rest of it. */
const SHORT_REQUESTS = 1000;
const PROGRESS_EVERY_MS = 500;

async function main(options: FuzzOptions): Promise<number> {
  let isInterrupted = false;
  const starting = startFuzzedPipeline(options.packaged);
  const interrupt = () => {
    isInterrupted = true;
    void starting.then((pipeline) => pipeline.close()).finally(() => process.exit(exitCode.interrupted));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const pipeline = await starting;
  try {
    if (options.replay !== undefined) await replay(pipeline, options.replay);
    else printReport(options, await fuzz(pipeline, settingsOf(options)));
    return exitCode.held;
  } catch (error) {
    if (isInterrupted) return exitCode.interrupted;
    await explainBreach(error, options, pipeline);
    return exitCode.breach;
  } finally {
    await pipeline.close();
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
    onProgress: showProgress(),
  };
}

/** One line that is written over, and nothing where nobody watches. */
function showProgress() {
  let shownAt = 0;
  return ({ requests, accepted, benign }: Counts) => {
    if (!process.stderr.isTTY || performance.now() - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = performance.now();
    process.stderr.write(`\r\u001b[K${requests} requests, ${accepted} accepted, ${benign} of them benign`);
  };
}

async function replay(pipeline: FuzzedPipeline, file: string): Promise<void> {
  const exchange: Exchange = JSON.parse(await readFile(file, 'utf8'));
  // What starts with the first webhook would take its time from the exchange.
  await post(pipeline.endpoints.webhooks, githubPush());
  const counts = { requests: 0, accepted: 0, benign: 0, answers: {} };
  await createAttempt(pipeline, createAcceptedDeliveries(), counts)(exchange);
  say(`Held: answered ${Object.keys(counts.answers).join(', ') || 'nothing'}`);
}

function printReport(options: FuzzOptions, report: FuzzReport): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  say(options.json ? JSON.stringify({ seed: options.seed, ...report }) : describeReport(options.seed, report));
}

async function explainBreach(error: unknown, options: FuzzOptions, pipeline: FuzzedPipeline): Promise<void> {
  const sentence = error instanceof Error ? error.message : String(error);
  const lines = [`Did not hold: ${sentence}`, `Again: npm run fuzz -- --seed ${options.seed}`];
  let file: string | undefined;
  if (error instanceof ShownBreach) {
    file = join(await mkdtemp(join(tmpdir(), 'webhook-pipeline-breach-')), 'exchange.json');
    await writeFile(file, `${JSON.stringify(error.exchange, null, 2)}\n`);
    lines.push(`Only this: npm run fuzz -- --replay ${file}`);
  }
  const printed = pipeline.unexpectedLines().slice(0, 5);
  if (printed.length > 0) lines.push(`It printed:\n${printed.join('\n')}`);
  if (!pipeline.isAlive()) lines.push(`The process had ended. Its last words:\n${pipeline.lastLines()}`);
  if (options.json) say(JSON.stringify({ seed: options.seed, breach: sentence, file }));
  process.stderr.write(`${lines.join('\n')}\n`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const describe = (error: unknown) =>
  error instanceof Error && !(error instanceof NotStarted)
    ? (error.stack ?? error.message)
    : String(error instanceof Error ? error.message : error);

try {
  process.exitCode = await main(readOptions(process.argv));
} catch (error) {
  // Commander has already said what was wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.held : exitCode.notRun;
  else {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = exitCode.notRun;
  }
}
