import type { BatchRecord } from '#shared/lambda/batch-edge.ts';
import type { Event } from '#shared/messages/event.ts';
import type { Clock, Metrics } from '#shared/ports.ts';

export interface MeasureFinishedPorts {
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'now'>;
}

/** What the end of an event tells of the pipeline: that it came, and how long it took all in all. */
export function measureFinished(
  worker: string,
  finished: readonly BatchRecord<Event>[],
  isDuplicate: (record: BatchRecord<Event>) => boolean,
  { metrics, clock }: MeasureFinishedPorts,
): void {
  const nowMs = clock.now().getTime();
  for (const record of finished) {
    if (isDuplicate(record)) {
      metrics.record('DuplicatesSkipped', 1, { worker });
      continue;
    }
    metrics.record('ResultsStored', 1, { worker });
    // What an operator sends again waited for the operator. A clock of another machine may be ahead of ours.
    if (record.replay) continue;
    const tookMs = Math.max(0, nowMs - Date.parse(record.noun.receivedAt));
    metrics.record('EndToEndLatency', tookMs, { worker });
  }
}
