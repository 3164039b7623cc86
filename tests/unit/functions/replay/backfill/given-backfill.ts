import { createBackfillEvents } from '../../../../../functions/replay/backfill/backfill-events.ts';
import type { BackfillRequest } from '../../../../../functions/replay/backfill/backfill-request.ts';
import type { BackfillCandidate } from '../../../../../functions/replay/backfill/backfill-candidate.ts';
import type { RunSpan } from '../../../../../functions/replay/candidate.ts';
import type { Outcome } from '#shared/dead-letters/outcome.ts';
import { readEvent } from '#shared/messages/event.ts';
import type { WorkerRow } from '#shared/workers/worker-row.ts';
import { collect } from '../../../../support/collect.ts';
import { memoryObjects, recordingQueue } from '../../../../support/ports.ts';

const impact = 'Somebody is hurt when this fails.';
export const rows: readonly WorkerRow[] = [
  { name: 'archive', impact, resultsPrefix: 'archive/', results: 'batch' },
  { name: 'ledger', impact, types: ['charge.refunded', 'order/*'], resultsPrefix: 'ledger/', results: 'batch' },
];

export const span: RunSpan = {
  run: 'run-0001',
  startedAt: new Date('2026-01-02T09:00:00.000Z'),
  before: new Date('2026-01-02T09:00:00.000Z'),
};

/** A backfill to the worker archive of the day's first nine hours, unless told otherwise. */
export function givenBackfill(asked: Partial<BackfillRequest> = {}) {
  const results = memoryObjects();
  const queue = recordingQueue();
  const settled: Outcome[] = [];
  const queueNames: string[] = [];
  const queueOf = (worker: string) => {
    queueNames.push(worker);
    return queue;
  };
  const request = { to: 'archive', between: { from: '2026-01-02T00:00:00Z' }, ...asked };
  const action = createBackfillEvents(request, { results, queueOf, rows });
  const choose = async (): Promise<BackfillCandidate[]> =>
    (await collect(action.candidates(span, (outcomes) => settled.push(...outcomes)))).filter(
      (one) => one !== undefined,
    );
  return {
    results,
    queue,
    queueNames,
    settled,
    action,
    choose,
    ids: async () => (await choose()).map(({ id }) => id),
    sent: () => queue.sent.map(({ body }) => readEvent(body)),
  };
}
