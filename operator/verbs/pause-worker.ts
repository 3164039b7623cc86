import type { Clock } from '#shared/ports.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { feedOf, type Feed } from './feed.ts';
import { KEEPER } from './read-workers.ts';

export interface FeedChange {
  readonly worker: string;
  /** As it is now; `changing` where AWS takes longer than anybody waits. */
  readonly feed: Feed;
  /** How long its queue keeps what comes meanwhile: nothing is lost until then. */
  readonly queueKeepsDays: number;
}

export interface FeedPorts {
  readonly pipeline: Pick<Pipeline, 'about' | 'mappings'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told while it is waited for. */
  readonly onWaiting?: (feed: Feed) => void;
}

/** MessageRetentionPeriod of every work queue and dead-letter queue in the template. */
export const QUEUE_KEEPS_DAYS = 14;
/** AWS takes up to a minute. */
const WAIT_MS_MAX = 180_000;
const ASK_EVERY_MS = 1000;

/** Its queue keeps what comes, and what it works on is finished. Resolves when it is so. */
export const pauseWorker = (worker: string, ports: FeedPorts): Promise<FeedChange> =>
  changeFeed(worker, 'disabled', ports);

/** Its queue feeds it again. */
export const resumeWorker = (worker: string, ports: FeedPorts): Promise<FeedChange> =>
  changeFeed(worker, 'enabled', ports);

async function changeFeed(worker: string, wanted: 'enabled' | 'disabled', ports: FeedPorts): Promise<FeedChange> {
  const { pipeline, clock, signal, onWaiting } = ports;
  const fed = functionOf(worker, pipeline.about);
  const asked = new Set<string>();
  const givesUpAt = clock.now().getTime() + WAIT_MS_MAX;
  for (;;) {
    const mappings = await pipeline.mappings.of(fed, signal);
    const feed = feedOf(mappings);
    if (feed === 'unknown') throw new CommandError(exitCode.failed, `No queue feeds ${worker}: is it deployed whole?`);
    if (feed === wanted || clock.now().getTime() > givesUpAt) {
      return { worker, feed, queueKeepsDays: QUEUE_KEEPS_DAYS };
    }
    // AWS refuses a change of what it is changing.
    const others = mappings.filter(({ id, state }) => state !== wanted && state !== 'changing' && !asked.has(id));
    for (const { id } of others) {
      await pipeline.mappings.setEnabled(id, wanted === 'enabled', signal);
      asked.add(id);
    }
    if (others.length > 0) continue;
    onWaiting?.(feed);
    await clock.sleep(ASK_EVERY_MS, signal);
  }
}

function functionOf(worker: string, { workers }: Pipeline['about']): string {
  const found = workers.find(({ name }) => name === worker)?.function;
  if (found !== undefined) return found;
  if (worker === KEEPER) return KEEPER;
  const names = [...workers.map(({ name }) => name), KEEPER].join(', ');
  throw new CommandError(exitCode.wrongUsage, `There is no worker ${worker}: there are ${names}.`);
}
