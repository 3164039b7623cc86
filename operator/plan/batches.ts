import { DISPATCH, type Design, type Mapped } from './design.ts';

/** How many events an invocation has, by the name of its function. */
export type Batches = ReadonlyMap<string, number>;

/** Lambda's 6 MB, with what each record has around its message. */
const INVOCATION_KILOBYTES = 6 * 1024;
const RECORD_KILOBYTES = 1;
/** A receive gives so many at most. */
export const RECEIVED_MAX = 10;
/** Between two receives of one poller, beside the invocation. */
const RECEIVE_SECONDS = 0.02;
/** So many pollers ask a queue that a maximum concurrency is set for. */
export const POLLERS = 5;
/** Until the batch and the time that it takes agree. */
const ROUNDS = 50;

/**
 * Batches exist only at a rate. With a window a batch takes what comes in the meantime, and the pollers at work share it;
 * without one a receive gives what arrived while the poller was away.
 */
export function batchesAt(design: Design, perSecond: number): Batches {
  const eventsPerSecond = perSecond * design.eventsPerWebhook;
  return new Map([
    [DISPATCH, batchOf(design.dispatch, perSecond, design)],
    ...design.workers.map((worker) => [worker.name, batchOf(worker, eventsPerSecond * worker.share, design)] as const),
  ]);
}

/** As full as they can be. */
export const fullBatches = ({ dispatch, workers, messageKilobytes }: Design): Batches =>
  new Map([
    [DISPATCH, capOf(dispatch, messageKilobytes)],
    ...workers.map((worker) => [worker.name, capOf(worker, messageKilobytes)] as const),
  ]);

/** The most that one invocation takes. */
export function capOf({ batchSize, windowSeconds }: Mapped, messageKilobytes: number): number {
  const fitting = Math.max(1, Math.floor(INVOCATION_KILOBYTES / (messageKilobytes + RECORD_KILOBYTES)));
  return Math.min(batchSize, fitting, windowSeconds === 0 ? RECEIVED_MAX : Infinity);
}

function batchOf(mapped: Mapped, perSecond: number, { messageKilobytes, pollersThatShare }: Design): number {
  const cap = capOf(mapped, messageKilobytes);
  const within = (events: number) => Math.min(cap, Math.max(1, events));
  const needed = (perSecond * mapped.durationMs(cap)) / 1000 / cap;
  if (mapped.windowSeconds > 0) return within((perSecond * mapped.windowSeconds) / Math.max(pollersThatShare, needed));
  // The more a batch holds the longer its poller is away, and the more there is next time.
  let batch = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    batch = within((perSecond * (RECEIVE_SECONDS + mapped.durationMs(batch) / 1000)) / POLLERS);
  }
  return batch;
}

export function batchAt(batches: Batches, name: string): number {
  const batch = batches.get(name);
  if (batch === undefined) throw new Error(`There is no batch of ${name}`);
  return batch;
}
