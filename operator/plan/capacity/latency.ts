import type { Assumptions } from '../assumptions.ts';
import { batchAt, type Batches } from '../batches.ts';
import { DISPATCH, type Design, type Mapped, type WorkerDesign } from '../design.ts';

export interface Latency {
  readonly worker: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A batch that is full before its window is over does not wait for it. */
const waitsSeconds = ({ windowSeconds, batchSize }: Mapped, perSecond: number) =>
  Math.min(windowSeconds, batchSize / perSecond);

/** From the POST to the stored result while nothing waits: windows, durations, the way between, and what 5 % meet of cold starts. */
export function latencyOf(
  design: Design,
  batches: Batches,
  perSecond: number,
  { hopMs, coldStartMs, coldStartShare }: Assumptions,
): readonly Latency[] {
  const ingestMs = design.ingest.durationMs(1);
  // API → queue → dispatch → topic → queue → worker → store.
  const hopsMs = 6 * hopMs;
  const dispatchMs = design.dispatch.durationMs(batchAt(batches, DISPATCH));
  // Three functions in a row, each of them cold now and then.
  const coldMs = 3 * coldStartShare > 0.05 ? coldStartMs : 0;
  const latency = (worker: WorkerDesign): Latency => {
    const batch = batchAt(batches, worker.name);
    const fixedMs = ingestMs + hopsMs + dispatchMs + worker.durationMs(batch);
    const waitsMs =
      1000 *
      (waitsSeconds(worker, perSecond * design.eventsPerWebhook * worker.share) +
        waitsSeconds(design.dispatch, perSecond));
    return { worker: worker.name, p50Ms: fixedMs + waitsMs / 2, p95Ms: fixedMs + 0.95 * waitsMs + coldMs };
  };
  return design.workers.filter(({ share }) => share > 0).map(latency);
}
