import type { Clock, QueueDepth } from '#shared/ports.ts';

/** A burst of some seconds is no reason to stand back. */
export const SLACK_MESSAGES = 1000;
/**
 * What was sent so lately may not be in the depth that SQS tells. To stand back for messages of one's own would be worse than
 * to see live traffic later, since fair queues give it to the worker first.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
const LAG_MS = 60_000;
/** What SQS tells is approximate: a single look that is too low would hold a run back for its whole call. */
const LOOKS_THAT_AGREE = 3;

/** Whether a worker has so much live traffic to catch up with that a run has to stand back. */
export interface LiveTraffic {
  /** @param sent how many this invocation has sent so far */
  isInTheWay(sent: number): Promise<boolean>;
}

/**
 * Beside what this run has sent, what has been added since any earlier look is live for certain: what the worker has done in
 * between makes it only less. So it is compared with the look that leaves the most: what was done before that one, and
 * whose it was, does not hide what has come since. What a worker holds is counted too, since it may come back.
 */
export function createLiveTraffic(depth: Pick<QueueDepth, 'countMessages'>, clock: Pick<Clock, 'now'>): LiveTraffic {
  /** At most so many would be there now, had nobody but this run sent any. */
  let withoutOthers = Infinity;
  let lastSent = 0;
  /** The same by each of the last looks alone. */
  let bounds: readonly number[] = [];
  /** Of the looks of the last minute, and the last one before. */
  let looks: readonly { readonly atMs: number; readonly sent: number }[] = [];
  return {
    async isInTheWay(sent) {
      const atMs = clock.now().getTime();
      // Of the first one all that follow depend, and nothing is sent before it: it is taken several times at once.
      const counts = Array.from({ length: bounds.length === 0 ? LOOKS_THAT_AGREE : 1 }, () => depth.countMessages());
      const told = await Promise.all(counts);
      const present = Math.max(...told);
      const known = looks.findLastIndex((look) => atMs - look.atMs >= LAG_MS);
      looks = [...looks.slice(Math.max(0, known)), { atMs, sent }];
      // The first look is that of a call that has sent nothing.
      const maybeUncounted = sent - (known === -1 ? 0 : (looks[0]?.sent ?? 0));
      const sentSince = sent - lastSent;
      lastSent = sent;
      const added = told.map((count) => count + maybeUncounted);
      bounds = [...bounds.map((bound) => bound + sentSince), ...added].slice(-LOOKS_THAT_AGREE);
      withoutOthers = Math.min(withoutOthers + sentSince, Math.max(...bounds));
      return present - withoutOthers > SLACK_MESSAGES;
    },
  };
}
