import type { Worker } from '../worker.ts';

export interface CanaryNoted {
  /** When ingest accepted it; the result's own `finishedAt` says when it had come through. */
  readonly receivedAt: string;
  /** Its body was there to be read, wherever it was kept. */
  readonly bodyBytes: number;
}

/** Notes that the event has come through the whole pipeline. Nothing happened when it was sent, and nothing happens here. */
export const canary: Worker<CanaryNoted> = async ({ receivedAt }, { readBody }) => ({
  receivedAt,
  bodyBytes: (await readBody()).length,
});
