import type { ReceiptedRun } from '#shared/dead-letters/with-receipt.ts';
import type { ProbePorts } from './probe-ports.ts';

export interface ProbeRunOptions {
  readonly destination: string;
  /** The dead letters that are meant; left out: all that wait for the destination. */
  readonly eventIds?: readonly string[];
  readonly reason: string;
  readonly requestId: string;
  readonly isUnfinished?: () => boolean;
}

/** A run of the probe, as its receipt names it. */
export function startRun(
  { destination, eventIds, reason, requestId, isUnfinished = () => false }: ProbeRunOptions,
  { clock, ids }: Pick<ProbePorts, 'clock' | 'ids'>,
): ReceiptedRun {
  return {
    run: ids.unique(),
    startedAt: clock.now(),
    request: { kind: 'probe', from: 'forward', destination, ...(eventIds && { ids: [...eventIds] }), reason },
    requestId,
    isUnfinished,
  };
}
