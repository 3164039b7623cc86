import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import type { Outcome } from '../pipeline/function-pool.ts';
import type { SimulatedPipeline } from '../pipeline/pipeline.ts';
import type { Environment, World } from '../world/world.ts';

/** How often somebody looks whether there is something to replay. */
const LOOK_MS = 45_000;
const REPLAY_CHANCE = 0.25;
const TWICE_CHANCE = 0.3;
const IN_VAIN_SHARE = 0.2;
const REDRIVE_CHANCE = 0.08;
/** How long the keeper stands still, so that dead letters wait on their queue for who takes them from there. */
const PAUSE_MS = 4 * 60_000;
/** Of a few dozen messages, each call tried twice at 5 s. */
const MOVE_MS_MAX = 5 * 60_000;

export interface OperatorPorts {
  readonly world: World;
  readonly pipeline: SimulatedPipeline;
  /** Every worker, and `dispatch`. */
  readonly workers: readonly string[];
}

export interface Operators {
  /** What was asked of replay, and what it answered, receipts and dry runs among them. */
  readonly replays: () => readonly Outcome<ReplayAnswer>[];
  readonly isDone: () => boolean;
  stop(): void;
}

/** Replay dead letters at any moment, in every way there is, also twice at once; and move messages back by SQS itself. */
export function startOperators({ world, pipeline, workers }: OperatorPorts): Operators {
  const { scheduler, troubles } = world;
  const random = troubles.random('operators');
  const outcomes: Outcome<ReplayAnswer>[] = [];
  let underWay = 0;
  let isStopped = false;

  const pass = (ms: number) => new Promise<void>((passed) => void scheduler.after(ms, passed));
  const track = async (work: Promise<void>) => {
    underWay += 1;
    await work;
    underWay -= 1;
  };
  const ask = async (worker: string, request: ReplayRequest) => {
    if (request.replay?.via !== 'queue') {
      outcomes.push(await pipeline.replay.invoke(request));
      return;
    }
    // Only while the keeper stands still does anything wait there.
    const keeper = pipeline.mappingOf(`${queueOf(worker)}-dead-letters`);
    keeper.pause();
    await pass(PAUSE_MS);
    outcomes.push(await pipeline.replay.invoke(request));
    keeper.resume();
  };
  const pick = <One>(from: readonly One[]): One | undefined => from[Math.floor(random.fraction() * from.length)];

  const requestFor = (from: string): ReplayRequest => {
    const reason = 'Somebody asked for it';
    const choice = random.fraction();
    if (choice < 0.35) return { replay: { from, all: true, reason } };
    if (choice < 0.5) return { replay: { from, all: true, reason, limit: 1 + Math.floor(random.fraction() * 5) } };
    if (choice < 0.6) return { replay: { from, all: true, dryRun: true } };
    if (choice < 0.75) return { replay: { from, all: true, reason, via: 'queue' } };
    const known = deadLettersOf(from, world);
    const ids = known.filter(() => random.fraction() < 0.5).map(({ eventId }) => eventId);
    if (choice < 0.9) return { replay: { from, ids: ids.length > 0 ? ids : ['nobody-knows-it'], reason } };
    const fingerprint = pick(known)?.failure?.fingerprint ?? 'unknown';
    return { replay: { from, fingerprints: [fingerprint], reason } };
  };

  /** As StartMessageMoveTask: messages go back as they are, and are sent before they are gone from here. */
  const redrive = async (worker: string) => {
    const to = queueOf(worker);
    const from = `${to}-dead-letters`;
    const keeper = pipeline.mappingOf(from);
    keeper.pause();
    await pass(PAUSE_MS);
    // One that dies over it says nothing any more.
    await Promise.race([moveAll(from, to, world.createEnvironment('operator')), pass(MOVE_MS_MAX)]);
    keeper.resume();
  };

  const look = () => {
    if (isStopped) return;
    // Who looks at the table replays what is in it; now and then somebody asks for what is not.
    const failing = workers.filter((name) => deadLettersOf(name, world).length > 0);
    const worker = pick(random.fraction() < IN_VAIN_SHARE ? workers : failing) ?? 'dispatch';
    if (troubles.strikes('replay', REPLAY_CHANCE)) {
      const request = requestFor(worker);
      void track(ask(worker, request));
      if (random.fraction() < TWICE_CHANCE) void track(ask(worker, request));
    }
    if (troubles.strikes('redrive', REDRIVE_CHANCE)) void track(redrive(worker));
    scheduler.after(LOOK_MS * (0.5 + random.fraction()), look);
  };
  scheduler.after(LOOK_MS, look);
  return {
    replays: () => outcomes,
    isDone: () => underWay === 0,
    stop() {
      isStopped = true;
    },
  };
}

async function moveAll(from: string, to: string, { ports }: Environment): Promise<void> {
  const [source, target] = [ports.drainable(from), ports.queue(to)];
  try {
    for (;;) {
      const messages = await source.receive();
      if (messages.length === 0) return;
      const errors = await target.sendAll(messages.map(({ body, attributes }) => ({ body, attributes })));
      const sent = messages.filter((_, index) => errors[index] === undefined);
      await source.remove(sent.map(({ receiptHandle }) => receiptHandle));
    }
  } catch {
    // The task of SQS ends, and what it has not moved stays where it is.
  }
}

interface KnownDeadLetter {
  readonly worker?: string;
  readonly eventId: string;
  readonly failure?: { readonly fingerprint: string };
}

const deadLettersOf = (worker: string, { items }: World): readonly KnownDeadLetter[] =>
  [...items['dead-letters'].values()].map(({ item }) => item as KnownDeadLetter).filter((one) => one.worker === worker);

const queueOf = (worker: string) => (worker === 'dispatch' ? 'deliveries' : worker);
