import { redactError } from '#shared/lambda/redact-error.ts';
import type { Clock } from '#shared/ports.ts';
import type { RunPorts } from './run-ports.ts';

const BEAT_MS = 1000;

export interface BeatPorts extends Pick<RunPorts, 'log'> {
  readonly clock: Clock;
}

/** What a run looks at and tells between its pages: about once a second, however many lanes ask. */
export interface Beat {
  /** Whoever asks while another lane is at it does not wait for it. */
  ifDue(): Promise<void>;
}

/** @param looks one that fails is logged and keeps neither the others nor the run from going on */
export function createBeat(looks: readonly (() => Promise<void>)[], run: string, { clock, log }: BeatPorts): Beat {
  let lastMs = -Infinity;
  return {
    async ifDue() {
      const nowMs = clock.now().getTime();
      if (nowMs - lastMs < BEAT_MS) return;
      lastMs = nowMs;
      const outcomes = await Promise.allSettled(looks.map((look) => look()));
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        log.warn('A run could not look around', { run, error: redactError(outcome.reason) });
      }
    },
  };
}
