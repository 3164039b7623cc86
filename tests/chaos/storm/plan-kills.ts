import type { Random } from '#shared/ports.ts';

/** Between two kills of an environment there are so many requests to AWS on average: about one for 100 webhooks. */
const REQUESTS_BETWEEN_MEAN = 900;

export interface KillPlan {
  /** Told of every webhook that is accepted. @returns whether the process is to be killed now */
  isProcessDue(acceptedCount: number): boolean;
  /** Told of every request to AWS. @returns which environment is to be killed now, as a draw from 0 to 1 */
  environmentDue(): number | undefined;
}

/** When what dies: the process at drawn shares of the webhooks, environments at drawn distances in requests. */
export function planKills({
  webhooks,
  kills,
  random,
}: {
  readonly webhooks: number;
  readonly kills: number;
  readonly random: Random;
}): KillPlan {
  // One in each stretch, so that there is something to kill and something that was left by the kill before.
  const due = Array.from({ length: kills }, (_, index) =>
    Math.floor((webhooks * (index + 0.25 + random.fraction() / 2)) / kills),
  );
  const nextGap = () => 1 + Math.floor(random.fraction() * 2 * REQUESTS_BETWEEN_MEAN);
  let requestsLeft = nextGap();
  return {
    isProcessDue(acceptedCount) {
      if (due[0] === undefined || acceptedCount < due[0]) return false;
      due.shift();
      return true;
    },
    environmentDue() {
      requestsLeft -= 1;
      if (requestsLeft > 0) return undefined;
      requestsLeft = nextGap();
      return random.fraction();
    },
  };
}
