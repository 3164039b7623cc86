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

/** How many pollers take turns at a queue. */
export interface Sharing {
  /** Without a window: those that are away at work while messages gather. */
  readonly inTurn: number;
  /** With one: those that fill a batch at the same time. */
  readonly filling: number;
}

/**
 * Batches exist only at a rate. With a window a batch takes what comes in the meantime, and the pollers that fill one share
 * it. Without one it has what a receive finds: a long poll answers as soon as there is a message, so that pollers that wait
 * take each message alone, and only what arrives while all of them are away, working on the batch before, comes together.
 * A batch therefore holds rate × time away ÷ pollers, the time away grows with the batch, and where both agree is the fixed
 * point below. It is an estimate: AWS does not say whether a mapping would rather fill batches or begin more of them, so that
 * FULLEST and EMPTIEST bound it, and a plan shows what both would cost.
 */
export function batchesAt(design: Design, perSecond: number, sharing = estimatedSharing(design)): Batches {
  const eventsPerSecond = perSecond * design.eventsPerWebhook;
  return new Map([
    [DISPATCH, batchOf(design.dispatch, perSecond, sharing, design.deliveryKilobytes)],
    ...design.workers.map(
      (worker) =>
        [worker.name, batchOf(worker, eventsPerSecond * worker.share, sharing, design.messageKilobytes)] as const,
    ),
  ]);
}

const estimatedSharing = ({ pollersThatShare }: Design): Sharing => ({ inTurn: POLLERS, filling: pollersThatShare });
/** One poller does it all. */
export const FULLEST: Sharing = { inTurn: 1, filling: 1 };
/** Whatever waits is taken at once by yet another poller, and all of those that there are at first fill batches. */
export const EMPTIEST: Sharing = { inTurn: Infinity, filling: POLLERS };

/** As full as they can be. */
export const fullBatches = ({ dispatch, workers, deliveryKilobytes, messageKilobytes }: Design): Batches =>
  new Map([
    [DISPATCH, capOf(dispatch, deliveryKilobytes)],
    ...workers.map((worker) => [worker.name, capOf(worker, messageKilobytes)] as const),
  ]);

/** The most that one invocation takes. */
export function capOf({ batchSize, windowSeconds }: Mapped, messageKilobytes: number): number {
  const fitting = Math.max(1, Math.floor(INVOCATION_KILOBYTES / (messageKilobytes + RECORD_KILOBYTES)));
  return Math.min(batchSize, fitting, windowSeconds === 0 ? RECEIVED_MAX : Infinity);
}

function batchOf(mapped: Mapped, perSecond: number, sharing: Sharing, messageKilobytes: number): number {
  const cap = capOf(mapped, messageKilobytes);
  const within = (events: number) => Math.min(cap, Math.max(1, events));
  const needed = (perSecond * mapped.durationMs(cap)) / 1000 / cap;
  if (mapped.windowSeconds > 0) return within((perSecond * mapped.windowSeconds) / Math.max(sharing.filling, needed));
  // The more a batch holds the longer its poller is away, and the more there is next time.
  let batch = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    batch = within((perSecond * (RECEIVE_SECONDS + mapped.durationMs(batch) / 1000)) / sharing.inTurn);
  }
  return batch;
}

export function batchAt(batches: Batches, name: string): number {
  const batch = batches.get(name);
  if (batch === undefined) throw new Error(`There is no batch of ${name}`);
  return batch;
}
