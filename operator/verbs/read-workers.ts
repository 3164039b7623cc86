import type { Pipeline, QueueDepth } from '../pipeline/pipeline.ts';
import { feedOf, type Feed } from './feed.ts';
import { createGaps } from './gaps.ts';

export interface WorkerStatus {
  /** `dispatch`, the worker, or `keeper`, which records dead letters. */
  readonly name: string;
  readonly feed: Feed;
  /** Of its queue; the keeper's are the dead-letter queues together. */
  readonly depth?: QueueDepth;
  readonly impact?: string;
}

export interface Workers {
  readonly workers: readonly WorkerStatus[];
  /** What could not be asked, and why: sentences. */
  readonly gaps: readonly string[];
}

export const KEEPER = 'keeper';

/** Whether each is fed by its queue, and what waits there. */
export async function readWorkers(pipeline: Pipeline, signal?: AbortSignal): Promise<Workers> {
  const { gaps, unlessGap } = createGaps(signal);
  const rows = [
    ...pipeline.about.workers.map((worker) => ({ ...worker, queues: [worker.queue] })),
    {
      name: KEEPER,
      function: KEEPER,
      queues: pipeline.about.workers.map(({ deadLetterQueue }) => deadLetterQueue),
      impact: 'Dead letters stay in their queues, where nobody can choose among them.',
    },
  ];
  const workers = await Promise.all(
    rows.map(async (row): Promise<WorkerStatus> => {
      const [mappings, depths] = await Promise.all([
        unlessGap(pipeline.mappings.of(row.function, signal)),
        unlessGap(Promise.all(row.queues.map((queue) => pipeline.queues.depthOf(queue, signal)))),
      ]);
      return {
        name: row.name,
        feed: mappings === undefined ? 'unknown' : feedOf(mappings),
        ...(depths && { depth: total(depths) }),
        ...(row.impact !== undefined && { impact: row.impact }),
      };
    }),
  );
  return { workers, gaps: [...gaps] };
}

function total(depths: readonly (QueueDepth | 'missing')[]): QueueDepth {
  return depths
    .filter((depth) => depth !== 'missing')
    .reduce(
      (sum, { waiting, inFlight, delayed }) => ({
        waiting: sum.waiting + waiting,
        inFlight: sum.inFlight + inFlight,
        delayed: sum.delayed + delayed,
      }),
      { waiting: 0, inFlight: 0, delayed: 0 },
    );
}
