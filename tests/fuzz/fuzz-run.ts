// One run: rounds of hostile exchanges, several at once, and what must hold between and after them.
import * as fc from 'fast-check';
import { awaitEmptyQueues } from '../support/await-empty-queues.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import { createAcceptedDeliveries, type AcceptedDeliveries } from './accepted-deliveries.ts';
import { arbitraryExchange } from './arbitrary-exchange.ts';
import { checkEnds, type Ends } from './check-ends.ts';
import type { FuzzedPipeline } from './fuzzed-pipeline.ts';
import type { Exchange } from './hostile-request.ts';
import { Breach, judgeAnswers } from './judge-answers.ts';
import { memoryGrowth, type MemoryGrowth, type MemoryReading } from './memory-growth.ts';
import { speak } from './speak.ts';
import { timeLargestBodies, type TimedBody } from './time-largest-bodies.ts';

export interface FuzzSettings {
  readonly seed: number;
  /** Exchanges of a round, all lanes together. */
  readonly roundExchanges: number;
  /** Whether another round follows after these. */
  readonly goesOn: (rounds: number) => boolean;
  /** How many bodies of megabytes come to a hundred small ones. */
  readonly largeShare: number;
  /** How large the bodies are that are timed. */
  readonly largestBytes: number;
  readonly onProgress: (counts: Counts) => void;
}

export interface Counts {
  readonly requests: number;
  readonly accepted: number;
  readonly benign: number;
  /** Status → how many answers. */
  readonly answers: Readonly<Record<string, number>>;
}

export interface FuzzReport extends Counts {
  readonly slowest: readonly TimedBody[];
  readonly memory: readonly MemoryGrowth[];
  readonly ends: Ends;
}

/** A breach with the exchange that shows it. */
export class ShownBreach extends Breach {
  readonly exchange: Exchange;

  constructor(message: string, exchange: Exchange) {
    super(message);
    this.exchange = exchange;
  }
}

/** So many senders at once; ingest has four environments, so that some wait. */
const LANES = 6;
/** Loading, compiling and filling of pools happen in the first rounds. */
const WARM_UP_ROUNDS = 2;
const BENIGN_EVERY = 25;
/** Making a failure smaller ends after so many tries: each of them may wait for an answer. */
const SHRINKS_MAX = 150;
/** Less of a leak than this fills no function in the hours that it lives. */
export const GROWTH_BYTES_PER_REQUEST_MAX = 512;
/** Compiled code and filled pools still add most of a megabyte after the first rounds. */
export const GROWTH_BYTES_MAX = 2 * 1024 * 1024;
/** None comes while all is well; a machine that others use as well is not always. */
export const UNAVAILABLE_SHARE_MAX = 0.02;
const BETWEEN_ROUNDS_MS = 120_000;

/** @throws {Breach} at the first thing that does not hold */
export async function fuzz(pipeline: FuzzedPipeline, settings: FuzzSettings): Promise<FuzzReport> {
  const accepted = createAcceptedDeliveries();
  const counts = { requests: 0, accepted: 0, benign: 0, answers: {} as Record<string, number> };
  const readings: MemoryReading[] = [];
  const attempt = createAttempt(pipeline, accepted, counts);
  const slowest = await timeLargestBodies(pipeline.port, settings.largestBytes);

  for (let round = 0; round < WARM_UP_ROUNDS || settings.goesOn(round); round += 1) {
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      fuzzLane(attempt, {
        seed: laneSeed(settings.seed, round * LANES + lane),
        exchanges: Math.ceil(settings.roundExchanges / LANES),
        largeShare: settings.largeShare,
        onProgress: () => settings.onProgress(counts),
      }),
    );
    await Promise.all(lanes);
    checkPrinted(pipeline);
    await awaitEmptyQueues(pipeline.endpoints, BETWEEN_ROUNDS_MS);
    if (round >= WARM_UP_ROUNDS) readings.push({ requests: counts.requests, report: await pipeline.reportMemory() });
  }

  const unavailable = counts.answers['503'] ?? 0;
  if (unavailable > UNAVAILABLE_SHARE_MAX * counts.requests) throw new Breach(`${unavailable} answers are 503`);
  const memory = memoryGrowth(readings);
  for (const growth of memory) checkGrowth(growth, readings);
  const ends = await checkEnds(pipeline.endpoints, accepted);
  checkPrinted(pipeline);
  // The last benign webhooks were added after the last count.
  return { ...counts, accepted: accepted.told.size, slowest: slowest.slice(0, 5), memory, ends };
}

/** Neighbouring seeds of runs have nothing in common: each is spread over all 32 bits first. */
const laneSeed = (seed: number, index: number) => (Math.imul(seed + 1, 0x9e37_79b1) + index) | 0;

type Attempt = (exchange: Exchange) => Promise<void>;

/** Sends one exchange and holds its answers against what must hold; now and then a benign webhook follows. */
export function createAttempt(
  pipeline: FuzzedPipeline,
  accepted: AcceptedDeliveries,
  counts: { requests: number; accepted: number; benign: number; answers: Record<string, number> },
): Attempt {
  let exchanges = 0;
  return async (exchange) => {
    const spoken = await speak(pipeline.port, exchange);
    accepted.add(exchange, spoken);
    counts.requests += exchange.requests.length;
    counts.accepted = accepted.told.size;
    for (const { status } of spoken.answers) counts.answers[status] = (counts.answers[status] ?? 0) + 1;
    judgeAnswers(exchange, spoken);
    if (!pipeline.isAlive()) throw new Breach(`The process has ended:\n${pipeline.lastLines()}`);
    exchanges += 1;
    if (exchanges % BENIGN_EVERY !== 0) return;
    const webhook = githubPush();
    let answer = await post(pipeline.endpoints.webhooks, webhook);
    // As every sender does that is asked to come back.
    if (answer.status === 503) answer = await post(pipeline.endpoints.webhooks, webhook);
    if (answer.deliveryId === undefined)
      throw new Breach(`A benign webhook is answered ${answer.status} ${answer.text}`);
    accepted.addTold(answer.deliveryId, webhook.source, webhook.body);
    counts.benign += 1;
  };
}

interface Lane {
  readonly seed: number;
  readonly exchanges: number;
  readonly largeShare: number;
  readonly onProgress: () => void;
}

async function fuzzLane(attempt: Attempt, { seed, exchanges, largeShare, onProgress }: Lane): Promise<void> {
  let shrinks = 0;
  const property = fc.asyncProperty(arbitraryExchange(largeShare), async (exchange) => {
    if (shrinks > SHRINKS_MAX) return;
    try {
      await attempt(exchange);
    } catch (error) {
      shrinks += 1;
      throw error;
    }
    if (shrinks > 0) shrinks += 1;
    onProgress();
  });
  const outcome = await fc.check(property, { seed, numRuns: exchanges });
  if (!outcome.failed) return;
  const [exchange] = outcome.counterexample ?? [];
  const error = outcome.errorInstance;
  const sentence = error instanceof Error ? error.message : String(error);
  throw exchange ? new ShownBreach(sentence, exchange) : new Breach(sentence);
}

function checkPrinted(pipeline: FuzzedPipeline): void {
  const [line] = pipeline.unexpectedLines();
  if (line !== undefined) throw new Breach(`The process printed: ${line}`);
}

/** Growth counts when it is more than the readings' own noise, and large in itself. */
function checkGrowth(growth: MemoryGrowth, readings: readonly MemoryReading[]): void {
  const { name, bytesPerRequest, uncertaintyBytesPerRequest } = growth;
  const requests = (readings.at(-1)?.requests ?? 0) - (readings[0]?.requests ?? 0);
  const isCertain = bytesPerRequest > 3 * uncertaintyBytesPerRequest;
  const isLarge = bytesPerRequest > GROWTH_BYTES_PER_REQUEST_MAX && bytesPerRequest * requests > GROWTH_BYTES_MAX;
  if (isCertain && isLarge) {
    throw new Breach(`What ${name} holds grows by ${bytesPerRequest.toFixed()} bytes with each request`);
  }
}
