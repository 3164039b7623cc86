import type { QueueDepth } from '#shared/ports.ts';

/** A burst of some seconds is no reason to stand back. */
export const SLACK_MESSAGES = 1000;

/** Whether a worker has so much live traffic to catch up with that a run has to stand back. */
export interface LiveTraffic {
  /** @param sent how many this invocation has sent so far */
  isInTheWay(sent: number): Promise<boolean>;
}

/**
 * What surely is live is what waits beyond all that this run has sent: of that some is done already, so that it is never
 * thought to be more than it is.
 */
export function createLiveTraffic(depth: QueueDepth): LiveTraffic {
  let baseline: number | undefined;
  return {
    async isInTheWay(sent) {
      const live = (await depth.countWaiting()) - sent;
      baseline ??= Math.max(0, live);
      return live - baseline > SLACK_MESSAGES;
    },
  };
}
