import type { AboutAnswer, WorkerAbout } from '#shared/messages/inspect-request.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';

export interface StageSettings {
  readonly service: string;
  readonly stage: string;
  readonly region: string;
  readonly rows: readonly WorkerRow[];
  readonly replaysMax: number;
  readonly retentionDays?: number;
  readonly retentionDaysOffered?: number[];
  readonly configBucket?: string;
  readonly webhooksUrl?: string;
  readonly logSampleRate?: number;
}

/** What this stage is and who works in it, as an operator's tools need to know it. */
export function aboutStage({ rows, ...stage }: StageSettings): AboutAnswer {
  return { ...stage, workers: [dispatch, ...rows.map(aboutWorker)] };
}

const dispatch: WorkerAbout = {
  name: 'dispatch',
  function: 'dispatch',
  queue: 'deliveries',
  deadLetterQueue: 'deliveries-dead-letters',
  impact: 'Accepted webhooks reach no worker at all: their events are not published.',
};

/** A function and its queue share the row's name. */
function aboutWorker({ name, impact, types, sources, resultsPrefix }: WorkerRow): WorkerAbout {
  return {
    name,
    function: name,
    queue: name,
    deadLetterQueue: `${name}-dead-letters`,
    impact,
    resultsPrefix,
    ...(types && { types: [...types] }),
    ...(sources && { sources: [...sources] }),
  };
}
