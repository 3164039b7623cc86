import type { Receipt } from '#shared/messages/receipt.ts';
import type { Clock } from '#shared/ports.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { showRun } from './show-run.ts';

const LOOK_EVERY_MS = 500;
/** A run at work looks for its end between two pages, about once a second. */
const LOOKS_MAX = 40;

export interface AbortAsked {
  readonly run: string;
  readonly reason: string;
}

export interface AbortPorts {
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Ends a run; what it has sent stays sent. Waits a while for whoever works on it.
 * @throws {CommandError} for one that has ended
 * @returns its receipt; it still says `running` where that one has not looked yet
 */
export async function abortRun(
  { run, reason }: AbortAsked,
  { pipeline, clock, signal = AbortSignal.any([]) }: AbortPorts,
): Promise<Receipt> {
  const { run: before } = await showRun({ run }, pipeline, signal);
  // The function would refuse it too, but with an error in its log, which is for what nobody foresaw.
  if (before.state === 'finished' || before.state === 'aborted') {
    throw new CommandError(exitCode.failed, `The run ${run} is ${before.state} already: there is nothing to end.`);
  }
  if (before.request.kind === 'probe') {
    throw new CommandError(exitCode.failed, `The run ${run} is one of the probe, which ends by itself.`);
  }
  await pipeline.replay({ abort: { run, reason } }, signal);
  for (let looks = 1; ; looks += 1) {
    // oxlint-disable no-await-in-loop -- one look after the other
    const { run: receipt } = await showRun({ run }, pipeline, signal);
    if (receipt.state !== 'running' || looks === LOOKS_MAX) return receipt;
    await clock.sleep(LOOK_EVERY_MS, signal);
    // oxlint-enable no-await-in-loop
  }
}
