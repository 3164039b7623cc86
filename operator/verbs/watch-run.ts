import type { Receipt } from '#shared/messages/receipt.ts';
import type { Clock } from '#shared/ports.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { showRun } from './show-run.ts';

/** As often as a run refreshes its receipt. */
const LOOK_EVERY_MS = 1000;

export interface WatchRunPorts {
  readonly pipeline: Pick<Pipeline, 'inspect'>;
  readonly clock: Clock;
  readonly onProgress?: (seen: Receipt | Error) => void;
  readonly signal: AbortSignal;
}

/** Tells how far a run is until the signal says stop. It never fails: progress is a courtesy, the answer is what counts. */
export async function watchRun(run: string, { pipeline, clock, onProgress, signal }: WatchRunPorts): Promise<void> {
  if (!onProgress) return;
  for (;;) {
    // oxlint-disable no-await-in-loop -- one look after the other
    await clock.sleep(LOOK_EVERY_MS, signal).catch((error: unknown) => rethrowUnless(signal, error));
    if (signal.aborted) return;
    const seen = await showRun({ run }, pipeline, signal).then(({ run: receipt }) => receipt, asError);
    // oxlint-enable no-await-in-loop
    if (!signal.aborted) onProgress(seen);
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

function rethrowUnless(signal: AbortSignal, error: unknown): void {
  if (!signal.aborted) throw error;
}
